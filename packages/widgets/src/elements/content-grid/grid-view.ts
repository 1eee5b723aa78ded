import type { PluralForms } from '@sparkkit/core'
import { fillMessage, pluralMessage } from '@sparkkit/core/approval-messages/format'
import type { ContentFeed } from '../../controllers/content-feed.ts'
import type { Content } from '../../internal/api-types.ts'
import type { GridFilters } from './filters.ts'
import type { NextStep } from './next-step.ts'
import type { GridStrings } from './strings.ts'

/** What the parts of the grid are drawn from, and what they can set off. */
export interface GridView {
  readonly locale: string
  readonly strings: GridStrings
  readonly filters: GridFilters
  readonly feed: ContentFeed
  readonly selected: ReadonlyMap<string, Content>
  readonly canReveal: boolean
  /** The post a step is being taken for. */
  readonly busyId: string | null
  /** The workspace's time in epoch milliseconds. */
  readonly now: number
  filter(filters: GridFilters): void
  select(post: Content, index: number, event: Event): void
  step(post: Content, step: NextStep): void
}

export const plural = ({ locale }: Pick<GridView, 'locale'>, forms: PluralForms, count: number): string =>
  pluralMessage(locale, forms, { count })

export const handleOf = (post: Pick<Content, 'creator'>, strings: GridStrings): string =>
  post.creator.handle === null ? strings.unknownCreator : `@${post.creator.handle}`

export { fillMessage }
