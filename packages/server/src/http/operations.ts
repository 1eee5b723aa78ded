import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { Problem } from '../problem.ts'
import { sha256 } from '../security/key-ring.ts'
import type { App } from './app.ts'
import { connectionAddress } from './client-address.ts'
import type { AppEnv } from './env.ts'
import type { Metrics } from './metrics.ts'

const READY_WITHIN_MS = 2000
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

export interface OperationsOptions {
  metrics: Metrics
  /** Bearer token for `/metrics`; without one only calls from this machine are answered. */
  metricsToken: string | undefined
}

/** Straight from this machine, and not passed on by a proxy on it. */
function isLocal(c: Context<AppEnv>): boolean {
  if (c.req.header('x-forwarded-for') ?? c.req.header('forwarded') ?? c.req.header('via')) return false
  return LOOPBACK.test(connectionAddress(c) ?? '')
}

const sameText = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)))

function assertMayMeasure(c: Context<AppEnv>, token: string | undefined): void {
  const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
  if (token === undefined ? isLocal(c) : sameText(given, token)) return
  throw new Problem('unauthenticated', token === undefined ? 'Metrics are for this machine only, unless a token is configured.' : undefined)
}

async function assertReady(c: Context<AppEnv>): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), READY_WITHIN_MS).unref()
  })
  const { pending } = await Promise.race([c.get('services').engine.migrations.state(), late]).catch(err => {
    c.get('services').logger.warn({ err }, 'database not ready')
    throw new Problem('unavailable', 'The database does not answer.')
  })
  if (pending.length > 0) throw new Problem('unavailable', `The database lacks ${pending.length} migrations.`)
}

/** For whoever runs the service: is it up, can it work, how is it doing. */
export function operationsRoutes(app: App, { metrics, metricsToken }: OperationsOptions): void {
  app.use('/health', noStore).use('/ready', noStore).use('/metrics', noStore)
  app.get('/health', c => c.json({ status: 'ok' }))
  app.get('/ready', async c => {
    await assertReady(c)
    return c.json({ status: 'ready' })
  })
  app.get('/metrics', async c => {
    assertMayMeasure(c, metricsToken)
    const { contentType, text } = await metrics.print()
    return c.body(text, 200, { 'content-type': contentType })
  })
}

async function noStore(c: Context<AppEnv>, next: () => Promise<void>): Promise<void> {
  await next()
  c.header('cache-control', 'no-store')
}
