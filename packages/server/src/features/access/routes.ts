import { domainNow } from '../../context.ts'
import type { App } from '../../http/app.ts'
import { read } from '../../http/run.ts'
import * as contract from './contract.ts'
import { createEmbedToken } from './create-embed-token.ts'

export function accessRoutes(app: App): void {
  app.openapi(contract.getMe, c => {
    const { scope, scopes } = c.var.caller
    const { id, name, mode, locale, branding } = scope.workspace
    const { actor } = scope
    if (actor.type !== 'api_key' && actor.type !== 'embed_user') throw new Error(`A ${actor.type} does not call the API.`)
    const workspace = { id, name, mode, locale, branding, now: new Date(domainNow(scope)).toISOString() }
    return c.json({ workspace, actor: { type: actor.type, id: actor.id, name: actor.name }, scopes: [...scopes] }, 200)
  })

  app.openapi(contract.createEmbedToken, async c =>
    c.json(await read(c, createEmbedToken, { ...c.req.valid('json'), granted: c.var.caller.scopes }), 201),
  )
}
