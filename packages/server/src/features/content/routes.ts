import type { App } from '../../http/app.ts'
import { read, write } from '../../http/run.ts'
import { Problem } from '../../problem.ts'
import * as contract from './contract.ts'
import { findContent, getContentFacets, listContent } from './list.ts'
import { assertThumbnailUrl, drawThumbnail } from './thumbnails.ts'
import { upsertContent } from './upsert.ts'

export function contentRoutes(app: App): void {
  // Rows are validated one by one, so no route names their schema.
  app.openAPIRegistry.register('ContentInput', contract.ContentInput)

  app.openapi(contract.batchContent, async c =>
    c.json(await write(c, upsertContent, { items: c.req.valid('json').items, events: 'per_content' }), 200),
  )
  app.openapi(contract.listContent, async c => c.json(await read(c, listContent, c.req.valid('query')), 200))
  app.openapi(contract.getContentFacets, async c => c.json(await read(c, getContentFacets, c.req.valid('query')), 200))
  app.openapi(contract.getContent, async c => {
    const { id } = c.req.valid('param')
    const content = await read(c, findContent, id)
    if (!content) throw new Problem('not_found')
    return c.json(content, 200)
  })

  app.get('/thumbnails/:id', c => {
    const contentId = c.req.param('id')
    assertThumbnailUrl({ services: c.var.services }, { contentId, expires: c.req.query('e') ?? '', signature: c.req.query('s') ?? '' })
    return c.body(drawThumbnail(contentId), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=86400' })
  })
}
