import { DAY_MS } from '@sparkkit/core'
import { domainNow } from '../../context.ts'
import type { App } from '../../http/app.ts'
import { iso } from '../../http/schemas.ts'
import { advanceClock } from '../../jobs/clocks.ts'
import * as contract from './contract.ts'

export function sandboxRoutes(app: App): void {
  app.openapi(contract.advanceSandboxClock, async c => {
    const { scope } = c.get('caller')
    const { to, days } = c.req.valid('json')
    const target = to ?? Math.round(domainNow(scope) + (days ?? 0) * DAY_MS)
    await advanceClock(scope, target)
    return c.json({ now: iso(target) }, 200)
  })
}
