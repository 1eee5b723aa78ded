import { withoutPerson } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { blankExcerpts, findEventsAbout, saveEvents } from './store.ts'

/** Takes the person out of what the log says about these nouns. Places, ids, types and actors stay as they are. */
export async function blankEvents(ctx: Ctx, subjectIds: readonly string[]): Promise<void> {
  const events = await findEventsAbout(ctx, subjectIds)
  await saveEvents(
    ctx,
    events.map(({ data, previous, ...key }) => ({ ...key, data: withoutPerson(data), previous: blankFields(previous) })),
  )
  // Receivers may have answered with what they were sent.
  await blankExcerpts(
    ctx,
    events.map(({ id }) => id),
  )
}

/** Fields stay fields. */
const blankFields = (fields: Record<string, unknown> | null) => withoutPerson(fields) as typeof fields
