import type { Context } from 'hono'
import type { App } from '../../../http/app.ts'
import type { AppEnv } from '../../../http/env.ts'
import type { Visit } from '../enter.ts'

export interface ApprovalPageOptions {
  visit(c: Context<AppEnv>, token: string): Promise<Visit>
}

export function approvalPage(app: App, { visit }: ApprovalPageOptions): void {
  app.get('/a/:token', async c => {
    await visit(c, c.req.param('token'))
    return c.html('')
  })
}
