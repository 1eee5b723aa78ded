import { domainNow } from '../../context.ts'
import type { App } from '../../http/app.ts'
import { patch, read, write } from '../../http/run.ts'
import * as keys from './api-key-contract.ts'
import * as contract from './contract.ts'
import { createEmbedToken } from './create-embed-token.ts'
import { addApiKey, endApiKey, listApiKeys, rotateApiKey } from './manage-api-keys.ts'
import { getWorkspace, updateWorkspace } from './workspace.ts'
import * as workspaces from './workspace-contract.ts'

function workspaceRoutes(app: App): void {
  app.openapi(workspaces.getWorkspace, async c => c.json(await read(c, getWorkspace, undefined), 200))
  app.openapi(workspaces.updateWorkspace, async c =>
    c.json(await patch(c, { verb: updateWorkspace, input: c.req.valid('json'), current: getWorkspace, id: undefined }), 200),
  )
}

function apiKeyRoutes(app: App): void {
  app.openapi(keys.listApiKeys, async c => c.json(await read(c, listApiKeys, c.req.valid('query')), 200))
  app.openapi(keys.createApiKey, async c =>
    c.json(await write(c, addApiKey, { input: c.req.valid('json'), granted: c.get('caller').scopes }), 201),
  )
  app.openapi(keys.revokeApiKey, async c => c.json(await write(c, endApiKey, c.req.valid('param').id), 200))
  app.openapi(keys.rotateApiKey, async c => {
    const input = { id: c.req.valid('param').id, ...c.req.valid('json'), granted: c.get('caller').scopes }
    return c.json(await write(c, rotateApiKey, input), 201)
  })
}

export function accessRoutes(app: App): void {
  // No route gives it: an event carries it.
  app.openAPIRegistry.register('MadeEmbedToken', contract.MadeEmbedToken)

  workspaceRoutes(app)
  apiKeyRoutes(app)
  app.openapi(contract.getMe, c => {
    const { scope, scopes } = c.get('caller')
    const { id, name, mode, locale, branding } = scope.workspace
    const { actor } = scope
    if (actor.type !== 'api_key' && actor.type !== 'embed_user') throw new Error(`A ${actor.type} does not call the API.`)
    const workspace = { id, name, mode, locale, branding, now: new Date(domainNow(scope)).toISOString() }
    return c.json({ workspace, actor: { type: actor.type, id: actor.id, name: actor.name }, scopes: [...scopes] }, 200)
  })

  app.openapi(contract.createEmbedToken, async c =>
    c.json(await write(c, createEmbedToken, { ...c.req.valid('json'), granted: c.get('caller').scopes }), 201),
  )
}
