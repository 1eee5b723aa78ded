import { normaliseHashtag } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { handoffKey } from '../handoff/index.ts'
import { blankExcerpts, findHandoffEventsWith, findHandoffs, findHandoffsWith, saveEvents, saveHandoffFilters } from './store.ts'

interface Person {
  readonly id: string
  readonly handle: string | null
}

/** A filter, or what holds one, with one hashtag in the place of another. */
function exchange(value: unknown, hashtag: string, stand: string): unknown {
  if (Array.isArray(value)) return value.map(each => exchange(each, hashtag, stand))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'hashtag' || !Array.isArray(inner)) return [key, exchange(inner, hashtag, stand)]
      return [key, inner.map(each => (each === hashtag ? stand : each))]
    }),
  )
}

/** Fields stay fields. */
const exchanged = <T>(value: T, hashtag: string, stand: string) => exchange(value, hashtag, stand) as T

/**
 * Takes a handle out of what handoffs show and have shown. Their id stands in its place, which no post bears as a hashtag:
 * were it left out, the link would show more than was handed over.
 */
export async function blankHandoffs(ctx: Ctx, { id: stand, handle }: Person): Promise<void> {
  const hashtag = handle === null ? '' : normaliseHashtag(handle)
  if (hashtag === '') return
  const ids = await findHandoffsWith(ctx, hashtag)
  for (const id of ids.toSorted()) await ctx.dialect.lock(ctx.db, handoffKey(id))
  const handoffs = await findHandoffs(ctx, ids)
  await saveHandoffFilters(
    ctx,
    handoffs.map(({ filter, ...key }) => ({ ...key, filter: exchanged(filter, hashtag, stand) })),
  )
  const events = await findHandoffEventsWith(ctx, hashtag)
  await saveEvents(
    ctx,
    events.map(({ data, previous, ...key }) => ({
      ...key,
      data: exchanged(data, hashtag, stand),
      previous: exchanged(previous, hashtag, stand),
    })),
  )
  await blankExcerpts(
    ctx,
    events.map(({ id }) => id),
  )
}
