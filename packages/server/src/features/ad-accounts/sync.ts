import { type Scope, transact } from '../../context.ts'
import { AdPlatformError } from '../../platforms/ad-platform.ts'
import { listReached, noteBroken, noteListed, putOffSync } from './connect.ts'
import { openCredentials } from './platforms.ts'
import { claimConnections } from './reconcile-store.ts'
import type { ConnectionRow } from './store.ts'

const BATCH = 10
const AGAIN_MS = 15 * 60_000
const EVERY_MS = 6 * 3_600_000

async function sync(scope: Scope, row: ConnectionRow): Promise<void> {
  try {
    const listed = await listReached(scope, openCredentials(scope, row))
    await transact(scope, ctx => noteListed(ctx, row, listed))
  } catch (error) {
    if (!(error instanceof AdPlatformError)) throw error
    if (error.reason === 'token_invalid') await transact(scope, ctx => noteBroken(ctx, row))
    await putOffSync(scope, row.id, { reason: error.reason, inMs: error.retryable ? AGAIN_MS : EVERY_MS })
  }
}

/** Lists the ad accounts of connections that are due. Gives how many it asked. */
export async function syncConnections(scope: Scope): Promise<number> {
  const rows = await transact(scope, ctx => claimConnections(ctx, BATCH))
  await Promise.all(rows.map(row => sync(scope, row)))
  return rows.length
}
