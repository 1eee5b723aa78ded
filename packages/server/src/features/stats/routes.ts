import type { App } from '../../http/app.ts'
import { read } from '../../http/run.ts'
import * as contract from './contract.ts'
import { getFunnel } from './funnel.ts'

export function statsRoutes(app: App): void {
  app.openapi(contract.getFunnel, async c => c.json(await read(c, getFunnel, c.req.valid('query')), 200))
}
