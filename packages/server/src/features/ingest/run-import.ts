import type { Actor } from '@sparkkit/core'
import { type Ctx, reading, type Scope, type Services, transact } from '../../context.ts'
import { readContentItems, upsertContent } from '../content/index.ts'
import { cellReader } from './build-row.ts'
import { type Header, readHeader } from './csv/header.ts'
import { type RawRow, RowScanner } from './csv/row-scanner.ts'
import { issuesOf, type Place, type PreparedRow, placeBehind, prepareRows, type RowIssue } from './prepare-rows.ts'
import { toImport } from './resource.ts'
import { type ClaimedImport, deleteChunks, findChunk, type ImportRow, insertIssues, updateHeld } from './store.ts'

/** How long a process that says nothing keeps its hold on an import. */
export const LEASE_MS = 30_000
const BATCH_ROWS = 500

/** Another process took the import over; what this one had not committed is undone. */
class LeaseLost extends Error {}
/** The import cannot go on, whoever tries. */
class Unreadable extends Error {}

interface Run {
  readonly scope: Scope
  /** As last written; its lease proves that it is ours. */
  held: ImportRow
}

/** Rows that are settled together, and where the file goes on behind them. */
interface Batch {
  readonly rows: readonly PreparedRow[]
  readonly place: Place
}

/** Stored with the import by ourselves, so its shape is known. */
const asActor = (value: unknown): Actor => value as Actor

async function readChunk(ctx: Ctx, importId: string, index: number): Promise<Buffer> {
  const chunk = await findChunk(ctx, importId, index)
  if (!chunk) throw new Unreadable('A part of the stored file is missing.')
  return chunk
}

async function* rawBatches(ctx: Ctx, row: ImportRow, file: { head: Buffer; header: Header }): AsyncGenerator<RawRow[]> {
  const { head, header } = file
  const start = row.bytesDone > 0 ? { offset: row.bytesDone, line: row.linesDone + 1 } : header.start
  const scanner = new RowScanner(header.format, start)
  const chunks = Math.ceil(row.bytes / head.length)
  let batch: RawRow[] = []
  for (let index = Math.floor(start.offset / head.length); index < chunks; index += 1) {
    const chunk = index === 0 ? head : await readChunk(ctx, row.id, index)
    const fresh = chunk.subarray(Math.max(start.offset - index * head.length, 0))
    for (const raw of scanner.push(fresh, index === chunks - 1)) {
      batch.push(raw)
      if (batch.length < BATCH_ROWS) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

async function* readBatches(ctx: Ctx, row: ImportRow): AsyncGenerator<Batch> {
  const head = await readChunk(ctx, row.id, 0)
  const header = readHeader(head, Object.values(row.mapping))
  if (!header) throw new Unreadable('The stored file has no header row.')
  const reader = { header, cellsAs: cellReader(row.mapping, header.columns) }
  for await (const raws of rawBatches(ctx, row, { head, header })) {
    const last = raws.at(-1)
    if (last) yield { rows: prepareRows(raws, reader), place: placeBehind(last) }
  }
}

/** What stores the rows that are fit to be stored, and says of every row what became of it. */
async function storing({ scope, held }: Run, rows: readonly PreparedRow[]): Promise<(ctx: Ctx) => Promise<Outcome[]>> {
  const fit = rows.filter(prepared => prepared.item !== undefined)
  const items = await readContentItems(
    scope,
    fit.map(prepared => prepared.item),
  )
  return async ctx => {
    const { results } = await upsertContent(ctx, { items, events: held.eventPerContent ? 'per_content' : 'none' })
    const byRow = new Map(results.map(result => [fit[result.index], result]))
    return rows.map(prepared => {
      const result = byRow.get(prepared)
      return { line: prepared.line, status: result?.status ?? ('failed' as const), issues: result ? issuesOf(result) : prepared.issues }
    })
  }
}

interface Outcome {
  line: number
  status: 'created' | 'updated' | 'unchanged' | 'failed'
  issues: readonly RowIssue[]
}

/** Posts, counters, issues and the place in the file commit together, so that a killed process leaves no row half settled. */
async function commit(run: Run, batch: Batch, settle: (ctx: Ctx) => Promise<readonly Outcome[]>): Promise<void> {
  const { held, scope } = run
  run.held = await transact(scope, async ctx => {
    const outcomes = await settle(ctx)
    const count = (status: Outcome['status']): number => outcomes.filter(outcome => outcome.status === status).length
    const issues = outcomes.flatMap(({ line, issues }) =>
      issues.map(issue => ({ workspaceNo: held.workspaceNo, importId: held.id, line, ...issue })),
    )
    await insertIssues(ctx, issues)
    const row = await updateHeld(ctx, held, {
      rowsDone: held.rowsDone + outcomes.length,
      linesDone: batch.place.line,
      bytesDone: batch.place.offset,
      created: held.created + count('created'),
      updated: held.updated + count('updated'),
      unchanged: held.unchanged + count('unchanged'),
      failed: held.failed + count('failed'),
      warnings: held.warnings + issues.filter(issue => issue.severity === 'warning').length,
      leasedUntil: scope.services.wallNow() + LEASE_MS,
    })
    if (!row) throw new LeaseLost()
    return row
  })
}

const notStored = (row: PreparedRow): Outcome => ({
  line: row.line,
  status: 'failed',
  issues: [{ severity: 'error', code: 'internal_error', field: '', message: 'This row could not be stored.' }],
})

/**
 * What cannot be stored together is tried in halves, down to the row that is to blame, so that a row nobody foresaw does
 * not hold up its file for ever. A database that is out of reach fails the last try as well, and the import waits.
 */
async function settle(run: Run, batch: Batch): Promise<void> {
  const { rows, place } = batch
  try {
    return await commit(run, batch, await storing(run, rows))
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    run.scope.services.logger.error({ err: error, importId: run.held.id, rows: rows.length }, 'rows of an import could not be stored')
  }
  if (rows.length <= 1) return commit(run, batch, async () => rows.map(notStored))
  const firstHalf = rows.slice(0, rows.length >> 1)
  await settle(run, { rows: firstHalf, place: firstHalf.at(-1)?.place ?? place })
  await settle(run, { rows: rows.slice(rows.length >> 1), place })
}

/** Ends the import: its file goes, its event is written. */
async function finish(run: Run, error: string | null): Promise<void> {
  await transact(run.scope, async ctx => {
    const status = error === null ? ('completed' as const) : ('failed' as const)
    const row = await updateHeld(ctx, run.held, { status, error, completedAt: ctx.now, leasedUntil: null })
    if (!row) throw new LeaseLost()
    await deleteChunks(ctx, row.id)
    ctx.emit({ type: 'import.completed', subjectId: row.id, data: toImport(row) })
  })
}

/** Gives the import back; whoever comes next goes on at once. */
async function release(run: Run): Promise<void> {
  await transact(run.scope, ctx => updateHeld(ctx, run.held, { leasedUntil: run.scope.services.wallNow() }))
}

export interface RunOptions {
  /** Stops between two batches and gives the import back. */
  readonly until?: () => boolean
  readonly onProgress?: (row: ImportRow) => void
}

/** Works on an import from where it stands. `lost`: another process has it now. */
export async function runImport(services: Services, claim: ClaimedImport, options: RunOptions = {}): Promise<'done' | 'stopped' | 'lost'> {
  const { row, workspace } = claim
  const run: Run = { scope: { services, workspace, actor: asActor(row.actor), requestId: row.requestId }, held: row }
  try {
    for await (const batch of readBatches(reading(run.scope), row)) {
      await settle(run, batch)
      options.onProgress?.(run.held)
      if (!options.until?.()) continue
      await release(run)
      return 'stopped'
    }
    await finish(run, null)
    return 'done'
  } catch (error) {
    if (error instanceof LeaseLost) return 'lost'
    if (!(error instanceof Unreadable)) throw error
    await finish(run, error.message)
    return 'done'
  }
}
