import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'
import type { Ctx, Services } from '../context.ts'
import type { Task } from '../jobs/worker.ts'
import { Problem } from '../problem.ts'
import { type SealContext, sha256 } from '../security/key-ring.ts'
import type { AppEnv, Caller } from './env.ts'
import {
  deleteExpiredKey,
  deleteExpiredKeys,
  deleteOwnKey,
  findKeyRow,
  type IdempotencyRow,
  insertKeyOnce,
  type Ownership,
  takeOverKey,
  updateOwnKey,
} from './idempotency-store.ts'

const LEASE_MS = 60_000
const RENEW_MS = 20_000
const KEPT_MS = 24 * 3_600_000
const SWEEP_MS = 10 * 60_000
const KEPT_HEADERS = ['content-type', 'location'] as const
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/
/** Refusals that come before anything is done, and those that pass by themselves: the next try is a first one. */
const NOT_KEPT = new Set([400, 401, 403, 413, 415, 429])

/** A request that holds its idempotency key, and what its writes gave so far. */
export interface IdempotentCall extends Ownership {
  readonly workspaceId: string
  /** JSON of each write's result; those of an earlier try that broke off stand here from the start. */
  readonly outcomes: string[]
  /** How many writes this try has come to. */
  writes: number
}

function parseKey(header: string): string {
  const key = QUOTED.exec(header)?.[1]?.replace(/\\(.)/g, '$1') ?? header
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key
  const message = 'must have 1 to 255 printable ASCII characters, quoted or not'
  throw new Problem('invalid_request', `header.idempotency-key: ${message}`, [{ path: 'header.idempotency-key', message }])
}

const sealContext = (workspaceId: string, rowId: string): SealContext => ({ workspaceId, rowId, purpose: 'idempotent_answer' })

const inFlight = (leasedUntil: number, now: number): Problem =>
  Problem.later('idempotency_conflict', undefined, Math.min(Math.max(Math.ceil((leasedUntil - now) / 1000), 1), 2))

/** Uploads are not read twice to compare them: method and path tell them apart. */
async function fingerprintOf(c: Context<AppEnv>): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  const body = /json/i.test(c.req.header('content-type') ?? '') ? await c.req.text() : ''
  return sha256(JSON.stringify([c.req.method, pathname, search, body]))
}

const rowIdOf = ({ scope: { actor, rowFilter } }: Caller, key: string): string => sha256(JSON.stringify([actor, rowFilter ?? null, key]))

function replay(c: Context<AppEnv>, row: IdempotencyRow & { status: number }): Response {
  const { keyRing } = c.get('services')
  const context = sealContext(c.get('caller').scope.workspace.id, row.id)
  const [outcome = null] = row.outcomes === null ? [] : parseOutcomes(keyRing.open(row.outcomes, context))
  const body = row.body === null ? outcome : keyRing.open(row.body, context)
  const headers = { ...row.headers, 'idempotent-replayed': 'true' }
  return c.newResponse(body === '' ? null : body, row.status as StatusCode, headers)
}

const parseOutcomes = (text: string): string[] => JSON.parse(text)

const isAnswered = (row: IdempotencyRow): row is IdempotencyRow & { status: number } => row.status !== null

/** Claims the key for this request, or gives the answer that it has already. */
export async function claimKey(c: Context<AppEnv>, header: string): Promise<IdempotentCall | Response> {
  const services = c.get('services')
  const caller = c.get('caller')
  const { engine } = services
  const { workspace } = caller.scope
  const name = { workspaceNo: workspace.no, id: rowIdOf(caller, parseKey(header)) }
  const fingerprint = await fingerprintOf(c)
  const now = services.wallNow()
  const mine = { owner: randomUUID(), leasedUntil: now + LEASE_MS }
  const fresh = { ...name, ...mine, fingerprint, outcomes: null, status: null, headers: null, body: null, expiresAt: now + KEPT_MS }
  const held = (outcomes: string[]): IdempotentCall => ({ ...name, owner: mine.owner, workspaceId: workspace.id, outcomes, writes: 0 })

  if (await insertKeyOnce(engine, fresh)) return held([])
  await deleteExpiredKey(engine, name, now)
  const row = await findKeyRow(engine, name)
  if (!row) {
    if (await insertKeyOnce(engine, fresh)) return held([])
    throw inFlight(0, now)
  }
  if (row.fingerprint !== fingerprint) throw new Problem('idempotency_mismatch')
  if (isAnswered(row)) return replay(c, row)
  if (!(await takeOverKey(engine, row, { ...mine, now }))) throw inFlight(row.leasedUntil, now)
  const { keyRing } = services
  return held(row.outcomes === null ? [] : parseOutcomes(keyRing.open(row.outcomes, sealContext(workspace.id, row.id))))
}

/** Keeps the lease while the request runs. Gives the function that stops it. */
export function keepLease({ engine, wallNow, logger }: Services, call: IdempotentCall): () => void {
  const timer = setInterval(() => {
    updateOwnKey(engine, call, { leasedUntil: wallNow() + LEASE_MS }).catch(err => logger.warn({ err }, 'idempotency lease not renewed'))
  }, RENEW_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Saves what a write gave together with it: whoever has lost the key meanwhile writes nothing. */
export async function saveOutcome(ctx: Ctx, call: IdempotentCall, output: unknown): Promise<string> {
  const outcome = JSON.stringify(output ?? null)
  const sealed = ctx.services.keyRing.seal(JSON.stringify([...call.outcomes, outcome]), sealContext(call.workspaceId, call.id))
  if (!(await updateOwnKey(ctx, call, { outcomes: sealed }))) throw inFlight(0, 0)
  return outcome
}

/** Keeps the answer for those who ask again, or frees the key where there is nothing to keep. */
export async function settleKey({ engine, keyRing, logger }: Services, call: IdempotentCall, response: Response): Promise<void> {
  const { status } = response
  try {
    if (status >= 500 || NOT_KEPT.has(status)) {
      if (call.outcomes.length === 0) await deleteOwnKey(engine, call)
      else await updateOwnKey(engine, call, { leasedUntil: 0 })
      return
    }
    const text = await response.clone().text()
    const isOutcome = call.outcomes.length === 1 && call.outcomes[0] === text
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap(name => (response.headers.has(name) ? [[name, response.headers.get(name) ?? '']] : [])),
    )
    await updateOwnKey(engine, call, {
      status,
      headers,
      body: isOutcome ? null : keyRing.seal(text, sealContext(call.workspaceId, call.id)),
    })
  } catch (err) {
    // The work is done and recorded; a retry finds its outcome when the lease has run out.
    logger.error({ err }, 'idempotent answer not kept')
  }
}

/** Forgets keys a day after their first use. */
export function createIdempotencySweep(): Task {
  let nextAt = 0
  return {
    name: 'idempotency',
    async run({ engine, wallNow }) {
      const now = wallNow()
      if (now >= nextAt) {
        await deleteExpiredKeys(engine, now)
        nextAt = now + SWEEP_MS
      }
      return { busy: false }
    },
  }
}
