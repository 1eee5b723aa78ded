import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Actor } from '@sparkkit/core'
import { errors, jwtVerify } from 'jose'
import type { Scope, Services } from '../../context.ts'
import type { Authenticate, AuthenticateByHost, Caller, Credentials } from '../../http/env.ts'
import { Problem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'
import { EMBED_TOKEN_ALGORITHM, EMBED_TOKEN_AUDIENCE, type EmbedTokenClaims } from './create-embed-token.ts'
import type { KeyCache, KnownKey } from './key-cache.ts'
import { API_SCOPES, type ApiScope } from './scopes.ts'
import { type ApiKeyRow, findKeyByHash, findKeyById, touchKey } from './store.ts'

const isScope = (value: string): value is ApiScope => API_SCOPES.some(scope => scope === value)

const publicKeys = new WeakMap<KeyObject, KeyObject>()
const publicKeyOf = (privateKey: KeyObject): KeyObject => {
  const found = publicKeys.get(privateKey) ?? createPublicKey(privateKey)
  publicKeys.set(privateKey, found)
  return found
}

function assertUsable(key: ApiKeyRow, now: number): void {
  if (key.revokedAt !== null) throw new Problem('unauthenticated', 'This API key was revoked.')
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Problem('unauthenticated', 'This API key has expired.')
}

const callerOf = (scope: Omit<Scope, 'actor'>, actor: Actor, scopes: readonly string[]): Caller => ({
  scope: { ...scope, actor },
  scopes: scopes.filter(isScope),
})

/** Browsers name the origin of a page. Only our own, such as the API reference, may use keys: whoever sees a page sees its key. */
function assertNoPage({ publicUrl }: Services, origin: string | undefined): void {
  if (origin === undefined || origin === new URL(publicUrl).origin) return
  throw new Problem('origin_not_allowed', 'API keys do not belong into pages. Make an embed token on your server: POST /v1/embed-tokens.')
}

type FindKey = (name: string, look: () => Promise<KnownKey | undefined>) => Promise<KnownKey | undefined>

async function byApiKey(services: Services, { bearer, origin, requestId }: Credentials, find: FindKey): Promise<Caller> {
  assertNoPage(services, origin)
  const hash = sha256(bearer)
  const found = await find(hash, () => findKeyByHash(services.engine, hash))
  if (!found) throw new Problem('unauthenticated', 'This API key is not known.')
  const { key, workspace } = found
  const now = services.wallNow()
  assertUsable(key, now)
  if ((key.lastUsedAt ?? 0) < now - 60_000) await touchKey(services.engine, key, now)
  return callerOf({ services, workspace, requestId }, { type: 'api_key', id: key.id, name: key.name }, key.scopes)
}

async function verify(services: Services, token: string): Promise<EmbedTokenClaims> {
  const keyFor = ({ kid }: { kid?: string | undefined }): KeyObject => {
    const key = services.keyRing.signingKeys.find(candidate => candidate.id === kid)
    if (!key) throw new Problem('unauthenticated', 'This embed token was signed by a key that is gone.')
    return publicKeyOf(key.privateKey)
  }
  try {
    const { payload } = await jwtVerify<EmbedTokenClaims>(token, async header => keyFor(header), {
      audience: EMBED_TOKEN_AUDIENCE,
      algorithms: [EMBED_TOKEN_ALGORITHM],
      currentDate: new Date(services.wallNow()),
    })
    return payload
  } catch (error) {
    if (error instanceof Problem) throw error
    const expired = error instanceof errors.JWTExpired
    throw new Problem(
      'unauthenticated',
      expired ? 'This embed token has expired: ask your backend for a new one.' : 'This embed token is not valid.',
    )
  }
}

async function byEmbedToken(services: Services, { bearer, origin, requestId }: Credentials, find: FindKey): Promise<Caller> {
  const claims = await verify(services, bearer)
  const id = { workspaceId: claims.ws, keyId: claims.key }
  const found = await find(`${claims.ws}/${claims.key}`, () => findKeyById(services.engine, id))
  if (!found) throw new Problem('unauthenticated', 'This embed token is not valid.')
  assertUsable(found.key, services.wallNow())
  if (origin !== undefined && !claims.origins.includes(origin)) {
    throw new Problem('origin_not_allowed', `This embed token does not allow the origin ${origin}.`)
  }
  return callerOf(
    { services, workspace: found.workspace, requestId, rowFilter: claims.filter },
    { type: 'embed_user', id: found.key.id, name: claims.sub },
    claims.scopes,
  )
}

/** Changes always see the key and the workspace as they are; reads as they were known to be a moment ago. */
export function createAuthenticate(cache: KeyCache): Authenticate {
  return (services, credentials) => {
    const find: FindKey = credentials.isRead ? (name, look) => cache.find(name, look) : (_name, look) => look()
    return credentials.bearer.startsWith('sparkkit_') ? byApiKey(services, credentials, find) : byEmbedToken(services, credentials, find)
  }
}

/** A person whom the host knows: what they do is theirs by name, with the rights of an API key. */
export interface HostCaller {
  readonly workspaceId: string
  /** Id of an API key of the workspace. When it ends, so does this. */
  readonly apiKeyId: string
  /** Your own id for the person; events name it. */
  readonly actor: string
  /** No wider than those of the key. All of them unless given. */
  readonly scopes?: readonly ApiScope[]
}

/** Undefined for a request that is nobody's. */
export type HostAuthenticate = (request: Request) => HostCaller | undefined | Promise<HostCaller | undefined>

/** Sessions lie in cookies, which a browser sends along from any page: only our own origin may use them. */
function assertOwnPage({ publicUrl }: Services, origin: string | null): void {
  if (origin !== null && origin !== new URL(publicUrl).origin) {
    throw new Problem('origin_not_allowed', `A session is no good on a page of ${origin}.`)
  }
}

export const byHost =
  (ask: HostAuthenticate): AuthenticateByHost =>
  async (services, { raw, requestId }) => {
    const told = await ask(raw)
    if (!told) return null
    assertOwnPage(services, raw.headers.get('origin'))
    const found = await findKeyById(services.engine, { workspaceId: told.workspaceId, keyId: told.apiKeyId })
    if (!found) throw new Problem('unauthenticated', 'The host names an API key that is not known.')
    assertUsable(found.key, services.wallNow())
    const actor: Actor = { type: 'embed_user', id: found.key.id, name: told.actor }
    const scopes = found.key.scopes.filter(scope => !told.scopes || told.scopes.some(each => each === scope))
    return callerOf({ services, workspace: found.workspace, requestId }, actor, scopes)
  }
