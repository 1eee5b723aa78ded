import type { KeyObject } from 'node:crypto'
import { nextAttemptDelayMs } from '@sparkkit/core'
import type { Services } from '../../context.ts'
import { GuardedFetchError, type GuardedResponse } from '../../security/guarded-fetch.ts'
import type { Outcome } from './outcome-store.ts'
import { signedHeaders } from './signature.ts'
import { withholdCode } from './withhold.ts'

/** A claimed delivery with all that sending it takes. */
export interface Sendable {
  readonly workspaceNo: number
  readonly id: string
  readonly endpointId: string
  readonly eventId: string
  readonly attempts: number
  readonly priorAttempts: number
  readonly leaseUntil: number
  /** Not before this wall time: the slot of a limited endpoint. */
  readonly sendAt: number
  readonly url: string
  readonly keys: readonly KeyObject[]
  /** Of the endpoint's own choice. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Attempted {
  readonly outcome: Outcome
  /** The receiver answered 410: it wants nothing more. */
  readonly gone: boolean
}

export const ATTEMPT_TIMEOUT_MS = 15_000
const MAX_EXCERPT_BYTES = 16 * 1024
const GONE = 410

/** Control characters have no place in a log, and PostgreSQL does not store NUL. */
const excerptOf = (body: Buffer, sent: string): string | null =>
  body.length === 0
    ? null
    : withholdCode(new TextDecoder().decode(body).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd'), sent)

/** `Retry-After` in seconds or as a date, as milliseconds from now. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const value = Array.isArray(header) ? header[0] : header
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : at - now
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `The receiver answered ${status}: redirects are not followed.`
  return `The receiver answered ${status}.`
}

type Answer = { error: string | null; response: GuardedResponse | null }

async function post({ fetch, logger }: Services, item: Sendable, at: number): Promise<Answer> {
  try {
    const response = await fetch(item.url, {
      method: 'POST',
      headers: {
        ...item.headers,
        'content-type': 'application/json',
        'user-agent': 'SparkKit/1.0 (webhooks)',
        ...signedHeaders(item.keys, { id: item.eventId, at, body: item.body }),
      },
      body: item.body,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      maxBytes: MAX_EXCERPT_BYTES,
      overflow: 'truncate',
    })
    return { error: errorOf(response.status), response }
  } catch (error) {
    if (error instanceof GuardedFetchError) return { error: error.message, response: null }
    logger.error({ err: error, deliveryId: item.id }, 'a delivery could not be sent')
    return { error: 'The request could not be made.', response: null }
  }
}

/** One HTTP try, and what follows from its answer. */
export async function attemptDelivery(services: Services, item: Sendable): Promise<Attempted> {
  const at = services.wallNow()
  const { error, response } = await post(services, item, at)
  const now = services.wallNow()
  const attempts = item.attempts + 1
  const gone = response?.status === GONE
  const delay =
    error === null || gone
      ? null
      : nextAttemptDelayMs(attempts - item.priorAttempts, Math.random(), retryAfterMs(response?.headers['retry-after'], now))
  const unsettled = delay !== null
  const outcome: Outcome = {
    workspaceNo: item.workspaceNo,
    id: item.id,
    endpointId: item.endpointId,
    leaseUntil: item.leaseUntil,
    status: error === null ? 'succeeded' : unsettled ? 'pending' : 'failed',
    attempts,
    nextAttemptAt: unsettled ? now + delay : null,
    settledAt: unsettled ? null : now,
    attempt: {
      id: services.newId('attempt'),
      at,
      durationMs: Math.max(0, now - at),
      statusCode: response?.status ?? null,
      error,
      responseExcerpt: response && excerptOf(response.body, item.body),
    },
  }
  return { outcome, gone }
}
