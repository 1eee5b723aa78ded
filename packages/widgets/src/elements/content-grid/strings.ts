import type { PluralForms } from '@sparkkit/core'
import type { DialogStrings } from '../request-dialog/strings.ts'

/** Every sentence of the grid. `{name}` is filled in. */
export interface GridStrings {
  readonly posts: PluralForms
  readonly search: string
  readonly searchHint: string
  readonly sort: string
  readonly sorts: { readonly '-postedAt': string; readonly postedAt: string; readonly '-views': string; readonly views: string }
  readonly filters: string
  readonly showPosts: PluralForms
  readonly close: string
  readonly clearAll: string
  readonly remove: string
  readonly groups: {
    readonly eligible: string
    readonly sparkStatus: string
    readonly platform: string
    readonly mediaType: string
    readonly views: string
  }
  readonly eligibleNow: string
  readonly status: {
    readonly none: string
    readonly queued: string
    readonly requested: string
    readonly approved: string
    readonly rejected: string
    readonly lapsed: string
    readonly expired: string
    readonly withdrawn: string
  }
  readonly platform: { readonly tiktok: string; readonly instagram: string }
  readonly mediaType: {
    readonly video: string
    readonly photo: string
    readonly reel: string
    readonly feed: string
    readonly story: string
  }
  readonly viewsOver: string
  readonly viewsUnder: string
  readonly viewsBetween: string
  readonly viewsAtLeast: string
  readonly viewsAtMost: string
  readonly anyNumber: string
  readonly views: string
  readonly likes: string
  readonly unknownCreator: string
  readonly byCreator: string
  readonly select: string
  readonly eligible: string
  readonly notEligible: string
  /** `{time}` until the code ends. */
  readonly approvedFor: string
  readonly endsIn: string
  readonly steps: {
    readonly request: string
    readonly copyMessage: string
    readonly remind: string
    readonly copyCode: string
    readonly view: string
    readonly askAgain: string
    readonly seeWhy: string
  }
  readonly selected: PluralForms
  readonly creators: PluralForms
  readonly codesNeeded: PluralForms
  readonly cannotBeAsked: PluralForms
  readonly clear: string
  readonly requestCodes: PluralForms
  readonly loading: string
  readonly loadMore: string
  readonly tooMany: string
  readonly emptyTitle: string
  readonly emptyFiltered: string
  readonly emptyWorkspace: string
  readonly retry: string
  readonly codeCopied: string
  readonly copyFailed: string
  readonly alreadyAsked: string
  readonly hasCode: string
  /** Sentences of the request dialog to say in other words. */
  readonly dialog: Partial<DialogStrings>
  readonly errors: { readonly session: string; readonly permission: string; readonly network: string; readonly unknown: string }
}

export const ENGLISH_GRID: GridStrings = {
  posts: { one: '{count} post', other: '{count} posts' },
  search: 'Search posts',
  searchHint: 'Search captions, @creator, #tag or views:>25k',
  sort: 'Sort by',
  sorts: { '-postedAt': 'Newest', postedAt: 'Oldest', '-views': 'Most views', views: 'Fewest views' },
  filters: 'Filters',
  showPosts: { one: 'Show {count} post', other: 'Show {count} posts' },
  close: 'Close',
  clearAll: 'Clear all',
  remove: 'Remove filter: {filter}',
  groups: { eligible: 'Spark Ads', sparkStatus: 'Spark Code', platform: 'Platform', mediaType: 'Type', views: 'Views' },
  eligibleNow: 'Eligible now',
  status: {
    none: 'Never asked',
    queued: 'Not sent yet',
    requested: 'Requested',
    approved: 'Approved',
    rejected: 'Declined',
    lapsed: 'No answer',
    expired: 'Expired',
    withdrawn: 'Withdrawn',
  },
  platform: { tiktok: 'TikTok', instagram: 'Instagram' },
  mediaType: { video: 'Video', photo: 'Photo', reel: 'Reel', feed: 'Feed post', story: 'Story' },
  viewsOver: 'Views over {min}',
  viewsUnder: 'Views under {max}',
  viewsBetween: 'Views {min} to {max}',
  viewsAtLeast: 'At least this many views',
  viewsAtMost: 'At most this many views',
  anyNumber: 'any',
  views: 'views',
  likes: 'likes',
  unknownCreator: 'Unknown creator',
  byCreator: 'Only posts of {creator}',
  select: 'Select the post of {creator}',
  eligible: 'Eligible',
  notEligible: 'Not eligible',
  approvedFor: 'Approved · {time}',
  endsIn: 'Ends in {time}',
  steps: {
    request: 'Request code',
    copyMessage: 'Message',
    remind: 'Remind',
    copyCode: 'Copy code',
    view: 'View',
    askAgain: 'Ask again',
    seeWhy: 'See why',
  },
  selected: { one: '{count} selected', other: '{count} selected' },
  creators: { one: '{count} creator', other: '{count} creators' },
  codesNeeded: { one: '{count} code needed', other: '{count} codes needed' },
  cannotBeAsked: { one: '{count} cannot be asked', other: '{count} cannot be asked' },
  clear: 'Clear',
  requestCodes: { one: 'Request code', other: 'Request {count} codes' },
  loading: 'Loading posts…',
  loadMore: 'Load more',
  tooMany: 'The list is longer than can be scrolled through. Narrow it with a filter to see the rest.',
  emptyTitle: 'No posts here',
  emptyFiltered: 'Nothing fits all of these filters. Take one away to see more.',
  emptyWorkspace: 'Posts appear here as soon as they are imported or sent to the API.',
  retry: 'Try again',
  codeCopied: 'Spark Code copied.',
  copyFailed: 'Your browser does not let pages copy. Here is the code:',
  alreadyAsked: 'Already asked; the answer is open.',
  hasCode: 'Has a live Spark Code.',
  dialog: {},
  errors: {
    session: 'Your session has ended.',
    permission: 'You are not allowed to see this.',
    network: 'No connection to the service.',
    unknown: 'Something went wrong.',
  },
}

const catalogue = new Map<string, GridStrings>([['en', ENGLISH_GRID]])

/**
 * Adds the grid's sentences in another language, or replaces them.
 *
 * @example
 * registerGridStrings('de', { ...ENGLISH_GRID, clear: 'Leeren' })
 */
export function registerGridStrings(locale: string, strings: GridStrings): void {
  catalogue.set(locale.toLowerCase(), strings)
}

/** The sentences of this locale, else of its language, else English. */
export function gridStrings(locale: string): GridStrings {
  const tag = locale.toLowerCase()
  return catalogue.get(tag) ?? catalogue.get(tag.split('-')[0] ?? '') ?? ENGLISH_GRID
}
