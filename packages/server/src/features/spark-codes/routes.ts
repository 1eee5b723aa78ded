import type { Context } from 'hono'
import { transact } from '../../context.ts'
import type { App } from '../../http/app.ts'
import type { AppEnv } from '../../http/env.ts'
import { patch, read, write } from '../../http/run.ts'
import { Problem } from '../../problem.ts'
import { addSparkCode } from './add.ts'
import * as contract from './contract.ts'
import { exportSparkCodes } from './export.ts'
import { DryRun, importSparkCodes, tryImport } from './import-codes.ts'
import { readImportRows } from './import-rows.ts'
import { getSparkCode, listSparkCodes } from './read.ts'
import { revealSparkCode } from './reveal.ts'
import { updateSparkCode } from './update.ts'
import * as update from './update-contract.ts'
import { markSparkCodeUsed } from './use.ts'

const ROWS_AT_ONCE = 200

type Results = Awaited<ReturnType<typeof importSparkCodes>>

/** A few rows to a transaction, so that others get their turn; a dry run is one, and undone. */
async function importCsv(c: Context<AppEnv>, dryRun: boolean): Promise<Results> {
  if (!/^text\/csv\b/i.test(c.req.header('content-type') ?? '')) throw new Problem('unsupported_media_type', 'Send the file as text/csv.')
  const rows = readImportRows(Buffer.from(await c.req.arrayBuffer()))
  if (dryRun) {
    return transact(c.get('caller').scope, ctx => tryImport(ctx, rows)).catch((error: unknown) => {
      if (error instanceof DryRun) return error.results
      throw error
    })
  }
  const results: Results = []
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    results.push(...(await write(c, importSparkCodes, rows.slice(at, at + ROWS_AT_ONCE))))
  return results
}

export function sparkCodeRoutes(app: App): void {
  app.openAPIRegistry.register('AnnouncedSparkCode', contract.AnnouncedSparkCode)
  app.openapi(contract.listSparkCodes, async c => c.json(await read(c, listSparkCodes, c.req.valid('query')), 200))
  app.openapi(contract.addSparkCode, async c => c.json(await write(c, addSparkCode, c.req.valid('json')), 201))
  app.openapi(contract.importSparkCodes, async c => {
    const { dryRun } = c.req.valid('query')
    const results = await importCsv(c, dryRun)
    const count = (status: Results[number]['status']): number => results.filter(result => result.status === status).length
    const [created, extended, restored] = [count('created'), count('extended'), count('restored')]
    return c.json(
      { dryRun, summary: { created, extended, restored, unchanged: count('unchanged'), failed: count('failed') }, results },
      200,
    )
  })
  app.openapi(contract.exportSparkCodes, async c => {
    const csv = await write(c, exportSparkCodes, c.req.valid('query'))
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="spark-codes.csv"' })
  })
  app.openapi(contract.getSparkCode, async c => c.json(await read(c, getSparkCode, c.req.valid('param').id), 200))
  app.openapi(update.updateSparkCode, async c => {
    const { id } = c.req.valid('param')
    return c.json(await patch(c, { verb: updateSparkCode, input: { id, patch: c.req.valid('json') }, current: getSparkCode, id }), 200)
  })
  app.openapi(contract.markSparkCodeUsed, async c =>
    c.json(await write(c, markSparkCodeUsed, { id: c.req.valid('param').id, input: c.req.valid('json') }), 200),
  )
  app.openapi(contract.revealSparkCode, async c => c.json(await write(c, revealSparkCode, c.req.valid('param').id), 200))
}
