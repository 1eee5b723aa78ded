/** What a batch of requests comes to. */
export type Ending = 'approved' | 'rejected' | 'withdrawn' | 'cancelled' | 'silent' | 'opened' | 'unsent'

export interface Chapter {
  /** Days before now. */
  readonly ago: number
  readonly posts: number
  readonly askedDays: number
  readonly ending: Ending
  /** Days until the creator answers. */
  readonly after?: number
  /** Asked of one creator alone. */
  readonly handle?: string
}

export const HISTORY_DAYS = 45

/** Six weeks in which everything happens that can happen to a request or a code. */
export const CHAPTERS: readonly Chapter[] = [
  { ago: 44, posts: 10, askedDays: 30, ending: 'approved', after: 2 },
  { ago: 43, posts: 8, askedDays: 30, ending: 'silent' },
  { ago: 40, posts: 6, askedDays: 180, ending: 'approved', after: 3 },
  { ago: 38, posts: 5, askedDays: 30, ending: 'rejected', after: 4 },
  { ago: 36, posts: 5, askedDays: 60, ending: 'approved', after: 1 },
  { ago: 33, posts: 6, askedDays: 7, ending: 'approved', after: 2 },
  { ago: 32, posts: 4, askedDays: 30, ending: 'opened', after: 1 },
  { ago: 30, posts: 6, askedDays: 30, ending: 'approved', after: 2 },
  { ago: 28, posts: 3, askedDays: 60, ending: 'withdrawn', after: 2 },
  { ago: 27, posts: 7, askedDays: 30, ending: 'approved', after: 3 },
  { ago: 24, posts: 5, askedDays: 365, ending: 'approved', after: 2 },
  { ago: 20, posts: 6, askedDays: 60, ending: 'approved', after: 2 },
  { ago: 18, posts: 4, askedDays: 30, ending: 'rejected', after: 1 },
  { ago: 15, posts: 8, askedDays: 30, ending: 'approved', after: 1 },
  { ago: 12, posts: 3, askedDays: 30, ending: 'cancelled', after: 2 },
  { ago: 10, posts: 6, askedDays: 30, ending: 'opened', after: 2 },
  { ago: 8, posts: 7, askedDays: 60, ending: 'approved', after: 3 },
  { ago: 6, posts: 9, askedDays: 30, ending: 'silent' },
  { ago: 4, posts: 5, askedDays: 180, ending: 'approved', after: 1 },
  { ago: 3, posts: 3, askedDays: 30, ending: 'rejected', after: 1 },
  { ago: 2, posts: 3, askedDays: 30, ending: 'silent', handle: 'mara.glow' },
  { ago: 1.5, posts: 6, askedDays: 60, ending: 'silent' },
  { ago: 0.25, posts: 6, askedDays: 30, ending: 'unsent' },
]

/** Said by creators who decline. */
export const REASONS = [
  'Not this one, sorry!',
  'I am with another brand this month',
  'Please ask my manager first',
  '',
  'The video is a bit old by now',
]
