import type { Context } from 'hono'
import { reading } from '../../context.ts'
import type { App } from '../../http/app.ts'
import type { AppEnv } from '../../http/env.ts'
import { patch, read, write } from '../../http/run.ts'
import { askToReconcile, getAdAccount, getConnection, listAdAccounts, listConnections } from './accounts.ts'
import { type BindAt, bindMany, bindSparkCode, getBinding, listBindings, unbindSparkCode } from './bind.ts'
import * as bindings from './binding-contract.ts'
import { createConnection, deleteConnection, prepareChange, updateConnection } from './connect.ts'
import * as contract from './contract.ts'
import { beginBindings, tryBinding } from './try-binding.ts'
import { askAbout, settleSaid } from './verify.ts'

/** How long a caller waits for TikTok; what takes longer goes on in the background. */
const PROMPT_MS = 4000

type Want = typeof bindSparkCode

/** Wants something of a binding, tries it at once, and tells where that led. */
async function promptly(c: Context<AppEnv>, want: Want, at: BindAt): Promise<bindings.Binding> {
  const { scope } = c.get('caller')
  const wanted = await write(c, want, at)
  try {
    for (const row of await beginBindings(scope, { limit: 1, id: wanted.id })) await tryBinding(scope, row, { withinMs: PROMPT_MS })
  } catch (err) {
    // It is wanted, and the worker tries it again once the lease is over.
    scope.services.logger.error({ err, binding: wanted.id }, 'a binding could not be tried')
  }
  return read(c, getBinding, wanted.id)
}

function connectionRoutes(app: App): void {
  app.openapi(contract.createConnection, async c => {
    const create = await createConnection(c.get('caller').scope, c.req.valid('json'))
    return c.json(await write(c, create, undefined), 201)
  })
  app.openapi(contract.listConnections, async c => c.json(await read(c, listConnections, c.req.valid('query')), 200))
  app.openapi(contract.getConnection, async c => c.json(await read(c, getConnection, c.req.valid('param').id), 200))
  app.openapi(contract.updateConnection, async c => {
    const { id } = c.req.valid('param')
    const { scope } = c.get('caller')
    const change = await prepareChange(scope, reading(scope), { id, patch: c.req.valid('json') })
    return c.json(await patch(c, { verb: updateConnection, input: { id, change }, current: getConnection, id }), 200)
  })
  app.openapi(contract.deleteConnection, async c => {
    await write(c, deleteConnection, c.req.valid('param').id)
    return c.body(null, 204)
  })
  app.openapi(contract.listAdAccounts, async c => c.json(await read(c, listAdAccounts, c.req.valid('query')), 200))
  app.openapi(contract.getAdAccount, async c => c.json(await read(c, getAdAccount, c.req.valid('param').id), 200))
  app.openapi(contract.reconcileAdAccount, async c => {
    const account = await write(c, askToReconcile, c.req.valid('param').id)
    c.get('services').onEvents([])
    return c.json(account, 200)
  })
}

export function adAccountRoutes(app: App): void {
  connectionRoutes(app)
  app.openapi(bindings.verifySparkCode, async c => {
    const { id } = c.req.valid('param')
    const said = await askAbout(c.get('caller').scope, { id, adAccountId: c.req.valid('json').adAccountId })
    return c.json(await write(c, settleSaid, { id, said }), 200)
  })
  app.openapi(bindings.bindSparkCode, async c =>
    c.json(await promptly(c, bindSparkCode, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  app.openapi(bindings.unbindSparkCode, async c =>
    c.json(await promptly(c, unbindSparkCode, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  app.openapi(bindings.bindMany, async c => c.json(await write(c, bindMany, c.req.valid('json')), 200))
  app.openapi(bindings.listBindings, async c => c.json(await read(c, listBindings, c.req.valid('query')), 200))
  app.openapi(bindings.getBinding, async c => c.json(await read(c, getBinding, c.req.valid('param').id), 200))
}
