import { SignJWT } from 'jose'
import type { Ctx, RowFilter } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { CreateEmbedTokenInput, EmbedToken, MadeEmbedToken } from './contract.ts'
import type { ApiScope } from './scopes.ts'

export const EMBED_TOKEN_AUDIENCE = 'sparkkit:embed'
export const EMBED_TOKEN_ALGORITHM = 'EdDSA'
const LIFETIME_SECONDS = 15 * 60

export interface EmbedTokenClaims {
  /** Workspace id. */
  ws: string
  /** The API key it was made with; when that is revoked the token is dead. */
  key: string
  scopes: string[]
  origins: string[]
  sub: string
  filter?: RowFilter
  [claim: string]: unknown
}

/** A token for a page: minutes long, no wider than the key that asks for it. */
export async function createEmbedToken(ctx: Ctx, input: CreateEmbedTokenInput & { granted: readonly ApiScope[] }): Promise<EmbedToken> {
  if (ctx.actor.type !== 'api_key') throw new Problem('insufficient_scope', 'Only an API key can make embed tokens.')
  const beyond = input.scopes.filter(scope => !input.granted.includes(scope))
  if (beyond.length > 0) throw new Problem('insufficient_scope', `The API key itself does not hold ${beyond.join(', ')}.`)
  const [signing] = ctx.services.keyRing.signingKeys
  if (!signing) throw new Error('The key ring is empty.')
  const issuedAt = Math.floor(ctx.services.wallNow() / 1000)
  const expires = issuedAt + LIFETIME_SECONDS
  const claims: EmbedTokenClaims = {
    ws: ctx.workspace.id,
    key: ctx.actor.id,
    scopes: input.scopes,
    origins: input.origins,
    sub: input.actor,
    ...(input.filter && { filter: input.filter }),
  }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: EMBED_TOKEN_ALGORITHM, kid: signing.id, typ: 'JWT' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .setAudience(EMBED_TOKEN_AUDIENCE)
    .sign(signing.privateKey)
  const expiresAt = iso(expires * 1000)
  const { scopes, origins, actor, filter = null } = input
  const made: MadeEmbedToken = { apiKeyId: ctx.actor.id, scopes, origins, actor, filter, expiresAt }
  ctx.emit({ type: 'embed_token.created', subjectId: ctx.actor.id, data: made })
  return { token, expiresAt, scopes }
}
