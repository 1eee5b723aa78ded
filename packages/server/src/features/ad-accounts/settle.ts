import type { AdRefusal, ErrorCode } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import type { AuthorizedPost } from '../../platforms/ad-platform.ts'
import { noteFacts } from '../content/index.ts'
import type { SparkUnit } from '../spark-requests/index.ts'

/** What an ad platform said about a code: the post it stands for, or a refusal that names the code. */
export type Word = { readonly post: AuthorizedPost } | { readonly refusal: AdRefusal }

/** A code that is none, or of another post, is refused to whoever pastes it, with the same words. */
const INVALID: Partial<Record<AdRefusal, ErrorCode>> = {
  code_malformed: 'spark_code_malformed',
  code_not_found: 'spark_code_deleted',
  code_other_post: 'spark_code_other_post',
}

export const isOtherPost = (post: AuthorizedPost, platformId: string | null): boolean => platformId !== null && post.postId !== platformId

const isSeen = ({ visibility }: AuthorizedPost): boolean | undefined => {
  if (visibility === 'public') return true
  return visibility === 'private' || visibility === 'friends' || visibility === 'removed' ? false : undefined
}

async function notePost(ctx: Ctx, contentId: string, post: AuthorizedPost): Promise<void> {
  const isPublic = isSeen(post)
  if (post.visibility === 'deleted') await noteFacts(ctx, contentId, { isDeleted: true })
  else if (isPublic !== undefined) await noteFacts(ctx, contentId, { isPublic })
}

function decideRefusal(ctx: Ctx, unit: SparkUnit, { codeId, refusal }: { codeId: string; refusal: AdRefusal }): void {
  const code = unit.state.codes.find(code => code.id === codeId)
  if (code?.status !== 'live' || code.endsAt <= ctx.now) return
  const { startsAt, windowSource } = code
  // A code that was good before was taken back: its request was answered rightly and is not asked again.
  const wasGood = windowSource === 'verified' && refusal === 'code_not_found'
  if (wasGood || refusal === 'post_deleted') unit.decide(ctx, { type: 'withdraw', codeId })
  else if (refusal === 'code_expired')
    unit.decide(ctx, { type: 'confirm', codeId, startsAt: Math.min(startsAt, ctx.now - 1), endsAt: ctx.now })
  else if (INVALID[refusal]) unit.decide(ctx, { type: 'invalidate', codeId, reason: INVALID[refusal] })
}

function decidePost(ctx: Ctx, unit: SparkUnit, { codeId, post }: { codeId: string; post: AuthorizedPost }): void {
  const { startsAt, endsAt } = post
  if (startsAt !== null && endsAt !== null && endsAt > startsAt) unit.decide(ctx, { type: 'confirm', codeId, startsAt, endsAt })
}

/** Lets what the ad platform said count for a code and its post, which is locked. Does not save the unit. */
export async function settleWord(ctx: Ctx, unit: SparkUnit, { codeId, word }: { codeId: string; word: Word }): Promise<void> {
  if ('refusal' in word) {
    if (word.refusal === 'post_deleted') await noteFacts(ctx, unit.content.id, { isDeleted: true })
    if (word.refusal === 'post_private') await noteFacts(ctx, unit.content.id, { isPublic: false })
    return decideRefusal(ctx, unit, { codeId, refusal: word.refusal })
  }
  if (isOtherPost(word.post, unit.content.platformId)) return decideRefusal(ctx, unit, { codeId, refusal: 'code_other_post' })
  await notePost(ctx, unit.content.id, word.post)
  if (word.post.visibility === 'deleted') decideRefusal(ctx, unit, { codeId, refusal: 'post_deleted' })
  else decidePost(ctx, unit, { codeId, post: word.post })
}

/** What is wrong with a bound post as the ad account shows it. */
export function troubleWith(post: AuthorizedPost): AdRefusal | 'not_authorized_there' | null {
  if (post.visibility === 'private' || post.visibility === 'friends') return 'post_private'
  if (post.visibility === 'removed') return 'post_unavailable'
  const isAuthorized = post.authorization === null || /^(AUTHORIZED|EXPIRED)$/i.test(post.authorization)
  return isAuthorized ? null : 'not_authorized_there'
}
