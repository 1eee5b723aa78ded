import { ApiPromise, type WithResponse } from '../api-promise.ts'
import { AuthenticationError, ConnectionError } from '../errors.ts'
import type { RequestEvent, RequestOptions, SparkKitOptions } from '../options.ts'
import { type ListBody, type ListPromise, listPromise } from '../pagination.ts'
import { type Call, type Outcome, tryOnce, type Wire } from './attempt.ts'
import { authorizerFor } from './credentials.ts'
import { throwIfAborted } from './deadline.ts'
import { normalizeBaseUrl } from './path.ts'
import { prepare } from './prepare.ts'
import { retryDelayMs } from './retry.ts'
import { platformSurroundings, type Surroundings } from './surroundings.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_RETRIES = 2

/** Carries calls to the service: credentials, retries, deadlines and errors. Resources stand on it. */
export class Transport {
  readonly #options: SparkKitOptions
  readonly #baseUrl: string
  readonly #wire: Wire
  readonly #surroundings: Surroundings

  constructor(options: SparkKitOptions, surroundings: Partial<Surroundings> = {}) {
    this.#options = options
    this.#surroundings = { ...platformSurroundings, ...surroundings }
    this.#baseUrl = normalizeBaseUrl(options.baseUrl)
    const { now } = this.#surroundings
    this.#wire = { fetch: options.fetch ?? ((url, init) => fetch(url, init)), authorizer: authorizerFor(options, now), now }
  }

  request<T>(options: RequestOptions): ApiPromise<T> {
    return new ApiPromise(this.#send<T>(options))
  }

  list<T, Body extends ListBody<T> = ListBody<T>>(options: RequestOptions): ListPromise<T, Body> {
    const next = (cursor: string): ListPromise<T, Body> => this.list({ ...options, query: { ...options.query, cursor } })
    return listPromise(this.#sendList<T, Body>(options), next)
  }

  /** Waits between looks. Fails with `AbortedError` when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#surroundings.sleep(ms, signal)
  }

  async #sendList<T, Body extends ListBody<T>>(options: RequestOptions): Promise<WithResponse<Body>> {
    const answer = await this.#send<Body | undefined>(options)
    const { data: body } = answer
    if (!Array.isArray(body?.data)) throw new ConnectionError('invalid_response', `${options.path} did not answer a list`)
    if (body.nextCursor && body.nextCursor === options.query?.cursor) {
      throw new ConnectionError('invalid_response', `${options.path} answered the cursor it was asked for: the list would never end`)
    }
    return { ...answer, data: body }
  }

  async #send<T>(options: RequestOptions): Promise<WithResponse<T>> {
    const call = this.#prepare(options)
    const maxRetries = options.maxRetries ?? this.#options.maxRetries ?? DEFAULT_MAX_RETRIES
    let renewals = 0
    for (let attempt = 1; ; attempt++) {
      throwIfAborted(options.signal)
      const event = { method: options.method, url: call.prepared.url, attempt }
      this.#options.onRequest?.(event)
      const outcome = await tryOnce<T>(this.#wire, call)
      const renewed: boolean = renewals === 0 && this.#renewsToken(call, outcome)
      const retries = attempt - 1 - renewals
      const delayMs = renewed ? 0 : retries < maxRetries ? this.#retryDelayMs(call, outcome, retries + 1) : null
      this.#report(event, outcome, delayMs)
      if (outcome.answer !== null) return outcome.answer
      if (delayMs === null) throw outcome.error
      if (renewed) renewals = 1
      else await this.#surroundings.sleep(delayMs, options.signal)
    }
  }

  #prepare(options: RequestOptions): Call {
    const { headers = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options
    const { newIdempotencyKey } = this.#surroundings
    const prepared = prepare(options, { baseUrl: this.#baseUrl, headers, newIdempotencyKey })
    return { options, prepared, timeoutMs: options.timeoutMs ?? timeoutMs }
  }

  /** A refused token costs one more try, with a fresh one, that does not count as a retry. */
  #renewsToken(call: Call, { error, token }: Outcome<unknown>): boolean {
    return error instanceof AuthenticationError && !call.prepared.body.once && this.#wire.authorizer.renew(token)
  }

  #retryDelayMs({ prepared }: Call, { error }: Outcome<unknown>, tries: number): number | null {
    if (error === null || prepared.body.once) return null
    return retryDelayMs({ error, attempt: tries, repeatable: prepared.repeatable, random: this.#surroundings.random })
  }

  #report(event: RequestEvent, { status, requestId, durationMs, error }: Outcome<unknown>, retryInMs: number | null): void {
    this.#options.onResponse?.({ ...event, status, requestId, durationMs, error, retryInMs })
  }
}
