import type { AccessToken, TokenSource } from '@sparkkit/sdk'

/**
 * Fetches an embed token from the host's backend. Called at the start, when 80 % of a token's life is over, and once after a
 * refused call; calls made meanwhile wait for the same answer.
 */
export type GetToken = () => string | AccessToken | Promise<string | AccessToken>

const RENEWED_BY_CLIENT_MS = 30_000
const SHARE_OF_LIFE = 0.8

/** The client renews 30 s before the end; this moves that to 80 % of the token's life, counted from its receipt. */
export function renewedInTime(getToken: GetToken, now: () => number = Date.now): TokenSource {
  return async () => {
    const given = await getToken()
    if (typeof given === 'string' || given.expiresAt === undefined) return given
    const received = now()
    const life = new Date(given.expiresAt).getTime() - received
    return { token: given.token, expiresAt: received + life * SHARE_OF_LIFE + RENEWED_BY_CLIENT_MS }
  }
}
