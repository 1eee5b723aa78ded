import { type BindingOutcome, CODE_END_REASONS, isBindingWanted } from '@sparkkit/core'
import { type Ctx, reading, type Scope, transact } from '../../context.ts'
import { type AdCallOptions, type AdPlatform, AdPlatformError, type AuthorizedPost } from '../../platforms/ad-platform.ts'
import { findContents } from '../content/index.ts'
import { isDestroyed, openCode } from '../spark-codes/index.ts'
import { BindingSet } from '../spark-requests/index.ts'
import { noteVanished } from './accounts.ts'
import { type BindingRow, findBindingsOfPost, findCodes, lockDueBindings } from './binding-store.ts'
import { noteBroken } from './connect.ts'
import { platformOf } from './platforms.ts'
import { reportTry } from './report-try.ts'
import { isOtherPost, type Word } from './settle.ts'
import { type ConnectionRow, findAdAccounts, findConnection } from './store.ts'

/** Longer than a try can take: three calls of fifteen seconds. */
const LEASE_MS = 90_000
const MAX_UNDONE_TRIES = 5
/** TikTok's own longest. */
const LONGEST_PAUSE_MS = 300_000

/** What a try found, and what it learned on the way. */
export interface Tried {
  readonly outcome: BindingOutcome
  readonly word?: Word | undefined
  /** The connection whose token was refused. */
  readonly broken?: ConnectionRow | undefined
  readonly isAccountGone?: boolean
}

interface Try {
  readonly row: BindingRow
  readonly platform: AdPlatform
  readonly code: string
  /** TikTok never said that this code is of this post. */
  readonly isUnseen: boolean
  readonly platformId: string | null
  readonly now: number
  readonly options: AdCallOptions
}

/** Takes bindings that are due, so that nobody else tries them, or others of the same post and ad account, at the same time. */
export const beginBindings = (scope: Scope, wanted: { limit: number; id?: string }): Promise<BindingRow[]> =>
  transact(scope, async ctx => {
    await ctx.dialect.lock(ctx.db, `bindings:${ctx.workspace.no}`)
    const set = new BindingSet(await lockDueBindings(ctx, wanted))
    const begun = set.rows.map(row => set.decide(ctx, row, { type: 'begin', leaseMs: LEASE_MS }))
    await set.save(ctx)
    return begun
  })

const judged = (post: AuthorizedPost, { platformId, now }: Try): Tried => {
  if (isOtherPost(post, platformId))
    return { outcome: { type: 'refused', reason: 'code_other_post' }, word: { refusal: 'code_other_post' } }
  if (post.visibility === 'deleted') return { outcome: { type: 'refused', reason: 'post_deleted' }, word: { post } }
  if (post.endsAt !== null && post.endsAt <= now) return { outcome: { type: 'refused', reason: 'code_expired' }, word: { post } }
  return { outcome: { type: 'bound' }, word: { post } }
}

/** A refusal here proves nothing unless it names the code: TikTok may know only codes that are bound. */
async function inspected(given: Try): Promise<Tried | null> {
  try {
    const seen = judged(await given.platform.inspectCode({ adAccountId: given.row.advertiserId, code: given.code }, given.options), given)
    return seen.outcome.type === 'bound' ? null : seen
  } catch (error) {
    if (error instanceof AdPlatformError && (error.namesTheCode || error.reason === 'token_invalid')) throw error
    return null
  }
}

async function bind(given: Try): Promise<Tried> {
  const { row, platform, code, platformId, options } = given
  const adAccountId = row.advertiserId
  // A try before this one may have got through without anybody hearing of it.
  if (row.attempt > 1 && platformId !== null) {
    const there = await platform.findBound({ adAccountId, postId: platformId }, options)
    if (there?.code === code) return judged(there, given)
  }
  const objection = given.isUnseen ? await inspected(given) : null
  if (objection) return objection
  const post = await platform.bindCode({ adAccountId, code }, options)
  const tried = judged(post, given)
  if (isOtherPost(post, platformId)) await platform.unbindPost({ adAccountId, postId: post.postId }, options)
  return tried
}

async function unbind({ row, platform, platformId, code, options }: Try): Promise<Tried> {
  const adAccountId = row.advertiserId
  const postId = platformId ?? (await platform.inspectCode({ adAccountId, code }, options)).postId
  await platform.unbindPost({ adAccountId, postId }, options)
  if ((await platform.findBound({ adAccountId, postId }, options)) === null) return { outcome: { type: 'absent' } }
  if (row.failures >= MAX_UNDONE_TRIES) return { outcome: { type: 'refused', reason: 'refused' } }
  return { outcome: { type: 'later', reason: 'busy' } }
}

function outcomeOf(error: AdPlatformError, { intent }: BindingRow, wallNow: number): BindingOutcome {
  const retryAfterMs = error.retryAt === null ? undefined : Math.min(Math.max(0, error.retryAt - wallNow), LONGEST_PAUSE_MS)
  if (error.reason === 'token_invalid') return { type: 'later', reason: 'connection_broken' }
  if (error.retryable || error.reason === 'not_bound') return { type: 'later', reason: error.reason, retryAfterMs }
  const isGone = error.reason === 'ad_account_not_found' || error.reason === 'post_deleted'
  return intent === 'unbind' && isGone ? { type: 'absent' } : { type: 'refused', reason: error.reason }
}

async function attempt(ctx: Ctx, row: BindingRow, options: AdCallOptions): Promise<Tried> {
  const [code] = await findCodes(ctx, [row.codeId])
  const [content] = await findContents(ctx, [row.contentId])
  const [account] = await findAdAccounts(ctx, [row.adAccountId])
  if (!code || !content || !account) return { outcome: { type: 'refused', reason: 'account_vanished' } }
  const siblings = (await findBindingsOfPost(ctx, row)).filter(other => other.id !== row.id)
  // TikTok binds posts, not codes: what another code of the post is bound for is not taken away.
  if (row.intent === 'unbind' && siblings.some(isBindingWanted)) return { outcome: { type: 'absent' } }
  if (row.intent === 'bind' && code.status !== 'live') return { outcome: { type: 'refused', reason: CODE_END_REASONS[code.status] } }
  // Nothing names the post of somebody who was erased.
  if (isDestroyed(code)) return { outcome: { type: 'refused', reason: CODE_END_REASONS.withdrawn } }
  const connection = account.connectionId === null ? undefined : await findConnection(ctx, account.connectionId)
  if (!connection) return { outcome: { type: 'refused', reason: 'connection_missing' } }
  if (connection.status === 'broken') return { outcome: { type: 'later', reason: 'connection_broken' } }
  try {
    const given: Try = {
      row,
      platform: platformOf(ctx, connection),
      code: openCode(ctx, code),
      isUnseen: code.windowSource !== 'verified',
      platformId: content.platformId,
      now: ctx.now,
      options,
    }
    return await (row.intent === 'bind' ? bind(given) : unbind(given))
  } catch (error) {
    if (!(error instanceof AdPlatformError)) throw error
    return {
      outcome: outcomeOf(error, row, ctx.services.wallNow()),
      word: error.namesTheCode && row.intent === 'bind' ? { refusal: error.reason } : undefined,
      broken: error.reason === 'token_invalid' ? connection : undefined,
      isAccountGone: error.reason === 'ad_account_not_found',
    }
  }
}

/** Does what a binding wants, or undoes it, and writes down what came of it. What it learned of others comes first, each by itself. */
export async function tryBinding(scope: Scope, row: BindingRow, options: AdCallOptions = {}): Promise<void> {
  const tried = await attempt(reading(scope), row, options)
  const { broken, isAccountGone } = tried
  if (broken) await transact(scope, ctx => noteBroken(ctx, broken))
  if (isAccountGone) await transact(scope, ctx => noteVanished(ctx, row.adAccountId))
  await transact(scope, ctx => reportTry(ctx, row, tried))
}
