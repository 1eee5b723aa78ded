import type { App } from '../../http/app.ts'
import { write } from '../../http/run.ts'
import * as contract from './contract.ts'
import { eraseCreator } from './erase-creator.ts'

export function erasureRoutes(app: App): void {
  app.openapi(contract.eraseCreator, async c => c.json(await write(c, eraseCreator, c.req.valid('param').id), 202))
}
