import type { App } from '../../http/app.ts'
import { getThumbnail } from './get-thumbnail.ts'

export function thumbnailRoutes(app: App): void {
  app.get('/thumbnails/:id', async c => {
    const parts = { contentId: c.req.param('id'), expires: c.req.query('e') ?? '', signature: c.req.query('s') ?? '' }
    const { body, headers } = await getThumbnail(c.get('services'), parts)
    const isKnown = headers.etag !== undefined && c.req.header('if-none-match')?.includes(headers.etag) === true
    return isKnown ? c.body(null, 304, headers) : c.body(body, 200, headers)
  })
}
