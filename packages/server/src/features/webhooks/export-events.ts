import type { Ctx } from '../../context.ts'
import { csvRow, openCsv } from '../../http/csv.ts'
import { iso } from '../../http/schemas.ts'
import { presentEvent } from './present.ts'
import type { ExportEventsQuery } from './schemas.ts'
import { findEvents, findLastSequence, type NumberedEventRow } from './store.ts'

const SLICE = 500
const COLUMNS = [
  'sequence',
  'timestamp',
  'type',
  'subject_id',
  'actor_type',
  'actor_id',
  'actor_name',
  'request_id',
  'event_id',
  'previous',
  'data',
]

const csvLine = ({ actor, ...row }: NumberedEventRow): string =>
  csvRow([
    String(row.sequence),
    iso(row.occurredAt),
    row.type,
    row.subjectId,
    actor.type,
    'id' in actor ? actor.id : '',
    'name' in actor ? actor.name : '',
    row.requestId ?? '',
    row.id,
    row.previous === null ? '' : JSON.stringify(row.previous),
    JSON.stringify(row.data),
  ])

/** Slice by slice, as fast as the reader takes them, up to what was there when it began. */
async function* slices(ctx: Ctx, { format, ...query }: ExportEventsQuery): AsyncGenerator<Uint8Array> {
  const print = (row: NumberedEventRow): string =>
    format === 'csv' ? csvLine(row) : `${JSON.stringify(presentEvent(row, ctx.workspace.id))}\n`
  const encoder = new TextEncoder()
  const end = await findLastSequence(ctx)
  if (format === 'csv') yield encoder.encode(openCsv(COLUMNS))
  for (let after = 0; after < end; ) {
    const rows = await findEvents(ctx, { ...query, afterSequence: after, limit: SLICE })
    const shown = rows.filter(row => row.sequence <= end)
    if (shown.length > 0) yield encoder.encode(shown.map(print).join(''))
    after = rows.length < SLICE ? end : (rows.at(-1)?.sequence ?? end)
  }
}

/** The log as a file, whatever its length. */
export async function exportEvents(ctx: Ctx, query: ExportEventsQuery): Promise<ReadableStream<Uint8Array>> {
  const source = slices(ctx, query)
  return new ReadableStream({
    pull: async controller => {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      await source.return(undefined)
    },
  })
}
