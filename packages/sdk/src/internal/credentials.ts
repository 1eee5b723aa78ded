import { TokenError } from '../errors.ts'
import type { AccessToken, Credentials, TokenSource } from '../options.ts'

const RENEW_BEFORE_EXPIRY_MS = 30_000

export type Authorizer = {
  /** The bearer token to send, or `null` for none. */
  bearer(): Promise<string | null>
  /** Told that `token` was refused: whether another try can be made with a newer one. */
  renew(token: string | null): boolean
}

/** @throws TypeError unless exactly one credential is given. */
export function authorizerFor({ apiKey, token, anonymous }: Credentials, now: () => number): Authorizer {
  const given = [apiKey, token, anonymous].filter(value => value !== undefined)
  if (given.length !== 1 || !given[0]) {
    throw new TypeError('new SparkKit() needs exactly one of apiKey, token and anonymous: true')
  }
  if (typeof token === 'function') return new RenewingToken(token, now)
  const fixed = apiKey ?? token ?? null
  return { bearer: async () => fixed, renew: () => false }
}

class RenewingToken implements Authorizer {
  readonly #source: TokenSource
  readonly #now: () => number
  #current: Promise<AccessToken> | null = null
  #token: string | null = null
  #renewAtMs = Number.POSITIVE_INFINITY

  constructor(source: TokenSource, now: () => number) {
    this.#source = source
    this.#now = now
  }

  async bearer(): Promise<string> {
    if (this.#token !== null && this.#now() >= this.#renewAtMs) this.#drop()
    this.#current ??= this.#fetch()
    return (await this.#current).token
  }

  renew(token: string | null): boolean {
    // Calls that failed with an older token must not throw away the one fetched since.
    if (token === this.#token) this.#drop()
    return true
  }

  #drop(): void {
    this.#current = null
    this.#token = null
  }

  async #fetch(): Promise<AccessToken> {
    try {
      const answer = await this.#source()
      const access = typeof answer === 'string' ? { token: answer } : answer
      if (!access?.token) throw new TypeError('token() must return a token')
      const expiresAt = access.expiresAt === undefined ? Number.POSITIVE_INFINITY : new Date(access.expiresAt).getTime()
      this.#token = access.token
      this.#renewAtMs = expiresAt - RENEW_BEFORE_EXPIRY_MS
      return access
    } catch (cause) {
      this.#drop()
      throw new TokenError('the token function failed', { cause })
    }
  }
}
