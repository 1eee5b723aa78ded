import type { Scope, Services } from '../context.ts'
import type { ApiScope } from '../features/access/scopes.ts'
import type { FindAddress } from './client-address.ts'
import type { IdempotentCall } from './idempotency.ts'
import type { SpendCall } from './rate-limit.ts'

/** A caller that proved who it is. */
export interface Caller {
  readonly scope: Scope
  readonly scopes: readonly ApiScope[]
}

export interface Credentials {
  readonly bearer: string
  readonly origin: string | undefined
  readonly requestId: string
  /** Reads may be answered by what was known of the key a moment ago. */
  readonly isRead: boolean
}

/** Throws a Problem when the credentials are no good. */
export type Authenticate = (services: Services, credentials: Credentials) => Promise<Caller>

/** Who calls, where the request carries no bearer; null for nobody. */
export type AuthenticateByHost = (services: Services, request: { raw: Request; requestId: string }) => Promise<Caller | null>

export interface AppEnv {
  Variables: {
    requestId: string
    services: Services
    authenticate: Authenticate
    hostAuthenticate: AuthenticateByHost | undefined
    spendCall: SpendCall
    addressOf: FindAddress
    caller: Caller
    /** Set while a POST runs under an idempotency key. */
    idempotentCall?: IdempotentCall
  }
}
