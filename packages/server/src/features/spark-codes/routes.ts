import type { App } from '../../http/app.ts'
import { read, write } from '../../http/run.ts'
import { addSparkCode } from './add.ts'
import * as contract from './contract.ts'
import { exportSparkCodes } from './export.ts'
import { getSparkCode, listSparkCodes } from './read.ts'
import { revealSparkCode } from './reveal.ts'
import { markSparkCodeUsed } from './use.ts'

export function sparkCodeRoutes(app: App): void {
  app.openAPIRegistry.register('AnnouncedSparkCode', contract.AnnouncedSparkCode)
  app.openapi(contract.listSparkCodes, async c => c.json(await read(c, listSparkCodes, c.req.valid('query')), 200))
  app.openapi(contract.addSparkCode, async c => c.json(await write(c, addSparkCode, c.req.valid('json')), 201))
  app.openapi(contract.exportSparkCodes, async c => {
    const csv = await write(c, exportSparkCodes, c.req.valid('query'))
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="spark-codes.csv"' })
  })
  app.openapi(contract.getSparkCode, async c => c.json(await read(c, getSparkCode, c.req.valid('param').id), 200))
  app.openapi(contract.markSparkCodeUsed, async c =>
    c.json(await write(c, markSparkCodeUsed, { id: c.req.valid('param').id, input: c.req.valid('json') }), 200),
  )
  app.openapi(contract.revealSparkCode, async c => c.json(await write(c, revealSparkCode, c.req.valid('param').id), 200))
}
