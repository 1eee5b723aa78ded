import { reading, type Scope, type Services, transact } from '../../context.ts'
import { AdPlatformError, type AuthorizedPost } from '../../platforms/ad-platform.ts'
import type { SparkCodeQuestion, SparkCodeVerifier, Verification } from '../../platforms/verifier.ts'
import { noteBroken } from './connect.ts'
import { platformOf } from './platforms.ts'
import { isOtherPost } from './settle.ts'
import { type ConnectionRow, findConnection, findUsableAccount } from './store.ts'

/** A little less than a creator waits, so that a slow answer still becomes a word about it. */
const WITHIN_MS = 2500

const REFUSALS: Partial<Record<AdPlatformError['reason'], Verification>> = {
  code_malformed: { status: 'malformed' },
  code_not_found: { status: 'deleted' },
  code_expired: { status: 'expired' },
  code_other_post: { status: 'other_post' },
}

function judge(post: AuthorizedPost, { contentPlatformId }: SparkCodeQuestion, now: number): Verification {
  if (isOtherPost(post, contentPlatformId)) return { status: 'other_post' }
  const { startsAt, endsAt } = post
  if (startsAt === null || endsAt === null || endsAt <= startsAt) return { status: 'unknown' }
  return endsAt <= now ? { status: 'expired' } : { status: 'verified', startsAt, endsAt }
}

async function refused(scope: Scope, error: AdPlatformError, connection: ConnectionRow): Promise<Verification> {
  // Whoever asked hears that nobody answered, and asks again.
  if (error.retryable) throw error
  if (error.reason === 'token_invalid') await transact(scope, ctx => noteBroken(ctx, connection))
  return (error.namesTheCode ? REFUSALS[error.reason] : undefined) ?? { status: 'unknown' }
}

/** Asks about pasted codes through any ad account that the workspace has connected. */
export function connectionVerifier(services: () => Services): SparkCodeVerifier {
  return {
    async verify(question) {
      const scope: Scope = { services: services(), workspace: question.workspace, actor: { type: 'system' }, requestId: null }
      const ctx = reading(scope)
      const account = await findUsableAccount(ctx)
      const connection = account && (await findConnection(ctx, account.connectionId ?? ''))
      if (!connection) return { status: 'unknown' }
      try {
        const input = { adAccountId: account.advertiserId, code: question.code }
        return judge(await platformOf(scope, connection).inspectCode(input, { withinMs: WITHIN_MS }), question, ctx.now)
      } catch (error) {
        if (error instanceof AdPlatformError) return refused(scope, error, connection)
        throw error
      }
    },
  }
}
