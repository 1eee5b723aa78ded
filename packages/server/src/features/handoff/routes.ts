import { reading } from '../../context.ts'
import type { App } from '../../http/app.ts'
import { patch, read, write } from '../../http/run.ts'
import { revokeHandoff, updateHandoff } from './change.ts'
import * as contract from './contract.ts'
import { createHandoff } from './create.ts'
import { CSV_HEADERS, exportSharedCodes } from './export.ts'
import { handoffPage } from './page/routes.ts'
import * as publicContract from './public-contract.ts'
import { getHandoff, getHandoffUrl, listHandoffs } from './read.ts'
import { revealSharedCodes } from './reveal.ts'
import { markSharedCodeUsed } from './use.ts'
import { viewHandoff } from './view.ts'
import { createVisits, use, type Visits } from './visits.ts'

/** For whoever has a link, from any origin. */
function sharedCodeRoutes(app: App, visits: Visits): void {
  app.openapi(publicContract.getSharedCodes, async c => {
    const visit = await visits.enter(c, c.req.valid('param').token)
    await visits.open(visit)
    return c.json(await viewHandoff(reading(visit.scope), { handoff: visit.handoff, query: c.req.valid('query') }), 200)
  })
  app.openapi(publicContract.revealSharedCodes, async c => {
    const visit = await visits.enter(c, c.req.valid('param').token)
    return c.json(await use(visit, revealSharedCodes, c.req.valid('json')), 200)
  })
  app.openapi(publicContract.exportSharedCodes, async c => {
    const visit = await visits.enter(c, c.req.valid('param').token)
    return c.body(await use(visit, exportSharedCodes, undefined), 200, CSV_HEADERS)
  })
  app.openapi(publicContract.markSharedCodeUsed, async c => {
    const visit = await visits.enter(c, c.req.valid('param').token)
    return c.json(await use(visit, markSharedCodeUsed, c.req.valid('json')), 200)
  })
}

export function handoffRoutes(app: App): void {
  app.openapi(contract.createHandoff, async c => {
    const created = await write(c, createHandoff, { ...c.req.valid('json'), granted: c.get('caller').scopes })
    return c.json(created, 201, { location: `/v1/handoffs/${created.id}` })
  })
  app.openapi(contract.listHandoffs, async c => c.json(await read(c, listHandoffs, c.req.valid('query')), 200))
  app.openapi(contract.getHandoff, async c => c.json(await read(c, getHandoff, c.req.valid('param').id), 200))
  app.openapi(contract.getHandoffUrl, async c =>
    c.json(await read(c, getHandoffUrl, { ...c.req.valid('param'), granted: c.get('caller').scopes }), 200),
  )
  app.openapi(contract.updateHandoff, async c => {
    const { id } = c.req.valid('param')
    const input = { id, patch: c.req.valid('json'), granted: c.get('caller').scopes }
    return c.json(await patch(c, { verb: updateHandoff, input, current: getHandoff, id }), 200)
  })
  app.openapi(contract.revokeHandoff, async c => c.json(await write(c, revokeHandoff, c.req.valid('param').id), 200))

  const visits = createVisits()
  sharedCodeRoutes(app, visits)
  handoffPage(app, visits)
}
