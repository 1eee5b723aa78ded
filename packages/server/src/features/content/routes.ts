import type { App } from '../../http/app.ts'
import { sendJson } from '../../http/json-text.ts'
import { patch, read, write } from '../../http/run.ts'
import * as contract from './contract.ts'
import { getCreator, listCreators, updateCreator } from './creators.ts'
import * as creators from './creators-contract.ts'
import * as labels from './labels-contract.ts'
import { getContentFacets, listContent } from './list.ts'
import { getContent, updateContent } from './update.ts'
import { readContentItems, upsertContent } from './upsert.ts'

function creatorRoutes(app: App): void {
  app.openapi(creators.listCreators, async c => c.json(await read(c, listCreators, c.req.valid('query')), 200))
  app.openapi(creators.getCreator, async c => c.json(await read(c, getCreator, c.req.valid('param').id), 200))
  app.openapi(creators.updateCreator, async c => {
    const { id } = c.req.valid('param')
    return c.json(await patch(c, { verb: updateCreator, input: { id, patch: c.req.valid('json') }, current: getCreator, id }), 200)
  })
}

export function contentRoutes(app: App): void {
  // Rows are validated one by one, so no route names their schema.
  app.openAPIRegistry.register('ContentInput', contract.ContentInput)

  app.openapi(contract.batchContent, async c => {
    const items = await readContentItems(c.get('caller').scope, c.req.valid('json').items)
    return c.json(await write(c, upsertContent, { items, events: 'per_content' }), 200)
  })
  app.openapi(contract.listContent, async c => sendJson(c, await read(c, listContent, c.req.valid('query'))))
  app.openapi(contract.getContentFacets, async c => c.json(await read(c, getContentFacets, c.req.valid('query')), 200))
  app.openapi(contract.getContent, async c => c.json(await read(c, getContent, c.req.valid('param').id), 200))
  app.openapi(labels.updateContent, async c => {
    const { id } = c.req.valid('param')
    return c.json(await patch(c, { verb: updateContent, input: { id, patch: c.req.valid('json') }, current: getContent, id }), 200)
  })
  creatorRoutes(app)
}
