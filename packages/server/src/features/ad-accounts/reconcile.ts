import { isBindingWanted, parseSparkCode } from '@sparkkit/core'
import { type Ctx, reading, type Scope, transact } from '../../context.ts'
import { type AdPlatform, AdPlatformError, type AuthorizedPost } from '../../platforms/ad-platform.ts'
import { findContents } from '../content/index.ts'
import { openCode } from '../spark-codes/index.ts'
import { BindingSet, loadSparkUnits, type SparkUnit, saveSparkUnits } from '../spark-requests/index.ts'
import { noteVanished } from './accounts.ts'
import { type BindingRow, findBindingsOf, findCodes } from './binding-store.ts'
import { noteBroken } from './connect.ts'
import { platformOf } from './platforms.ts'
import { claimAccount, finishReconcile } from './reconcile-store.ts'
import { endReplaced } from './report-try.ts'
import { settleWord, troubleWith, type Word } from './settle.ts'
import { type AdAccountRow, type ConnectionRow, findConnection } from './store.ts'

const BATCH = 100
const AGAIN_MS = 60_000

/** The posts of an ad account by their platform ids. */
interface Shown {
  readonly beganAt: number
  readonly account: AdAccountRow
  readonly posts: ReadonlyMap<string, AuthorizedPost>
}

/** A post that the list does not show as it should: where it is after all, and what the platform says about its code. */
interface Missing {
  readonly post: AuthorizedPost | null
  readonly word: Word | null
}

type MissingBy = ReadonlyMap<string, Missing>

const isSettled = (row: BindingRow, beganAt: number): boolean => row.tryAt === null && (row.checkedAt ?? 0) <= beganAt

const isAuthorized = (post: AuthorizedPost): boolean => troubleWith(post) !== 'not_authorized_there'

interface Sought {
  readonly row: BindingRow
  readonly platformId: string
  readonly listed: AuthorizedPost | undefined
}

/** A page may have moved while the list was read, so a post that is not in it is looked for by itself; then its code is asked about. */
async function lookFor(ctx: Ctx, platform: AdPlatform, { row, platformId, listed }: Sought): Promise<Missing> {
  const adAccountId = row.advertiserId
  const post = listed ?? (await platform.findBound({ adAccountId, postId: platformId }))
  const [code] = post !== null && isAuthorized(post) ? [] : await findCodes(ctx, [row.codeId])
  if (!code) return { post, word: null }
  try {
    await platform.inspectCode({ adAccountId, code: openCode(ctx, code) })
    return { post, word: null }
  } catch (error) {
    if (!(error instanceof AdPlatformError)) throw error
    if (error.retryable || error.reason === 'token_invalid') throw error
    return { post, word: error.namesTheCode ? { refusal: error.reason } : null }
  }
}

async function findMissing(
  ctx: Ctx,
  platform: AdPlatform,
  { rows, shown }: { rows: readonly BindingRow[]; shown: Shown },
): Promise<MissingBy> {
  const contents = new Map(
    (
      await findContents(
        ctx,
        rows.map(row => row.contentId),
      )
    ).map(content => [content.id, content.platformId]),
  )
  const missing = new Map<string, Missing>()
  for (const row of rows) {
    const platformId = contents.get(row.contentId)
    if (row.status !== 'bound' || !platformId || !isSettled(row, shown.beganAt)) continue
    const listed = shown.posts.get(platformId)
    if (!listed || !isAuthorized(listed)) missing.set(row.id, await lookFor(ctx, platform, { row, platformId, listed }))
  }
  return missing
}

/** Whether the code by which the account has the post is this one. Null: it is none that is known here, or not told. */
function isBy(ctx: Ctx, unit: SparkUnit, { post, codeId }: { post: AuthorizedPost; codeId: string }): boolean | null {
  const parsed = post.code === null ? undefined : parseSparkCode(post.code)
  if (!parsed?.ok) return null
  const prints = ctx.services.keyRing.fingerprints(parsed.code, ctx.workspace.id)
  const code = unit.state.codes.find(code => prints.includes(code.fingerprint))
  return code ? code.id === codeId : null
}

interface Under {
  readonly unit: SparkUnit
  readonly set: BindingSet
}

/** The ad account has the post, by this code as far as anybody can tell. */
async function seeThere(
  ctx: Ctx,
  { unit, set }: Under,
  { row, post, by }: { row: BindingRow; post: AuthorizedPost; by: boolean | null },
): Promise<void> {
  if (by === true) await settleWord(ctx, unit, { codeId: row.codeId, word: { post } })
  const isLive = unit.state.codes.some(code => code.id === row.codeId && code.status === 'live')
  if (post.endsAt !== null && post.endsAt <= ctx.now) return void set.decide(ctx, row, { type: 'end', reason: 'code_ended' })
  if (by === null && row.status !== 'bound') return
  const next = set.decide(ctx, row, { type: 'notice', isThere: true, reason: troubleWith(post) })
  if (isLive && isBindingWanted(next) && next.status === 'bound') endReplaced(ctx, set, { unit, bound: next })
}

/** The ad account does not have the post. Where TikTok says something about the code, that is why. */
async function seeMissing(ctx: Ctx, { unit, set }: Under, { row, word }: { row: BindingRow; word: Word | null }): Promise<void> {
  const isOver = word !== null && 'refusal' in word && word.refusal === 'code_expired'
  if (isOver) set.decide(ctx, row, { type: 'end', reason: 'code_ended' })
  else set.decide(ctx, row, { type: 'notice', isThere: false, reason: word ? 'code_withdrawn' : 'removed_there' })
  if (word) await settleWord(ctx, unit, { codeId: row.codeId, word })
}

async function compare(
  ctx: Ctx,
  shown: Shown,
  { contentIds, missing }: { contentIds: readonly string[]; missing: MissingBy },
): Promise<void> {
  const units = await loadSparkUnits(ctx, contentIds)
  const set = await BindingSet.load(ctx, contentIds)
  for (const row of set.rows.filter(row => row.adAccountId === shown.account.id && isSettled(row, shown.beganAt))) {
    const unit = units.get(row.contentId)
    if (!unit?.content.platformId) continue
    const sought = missing.get(row.id)
    const post = shown.posts.get(unit.content.platformId) ?? sought?.post ?? null
    const by = post && isBy(ctx, unit, { post, codeId: row.codeId })
    if (post === null) {
      if (sought) await seeMissing(ctx, { unit, set }, { row, word: sought.word })
    } else if (sought?.word) await settleWord(ctx, unit, { codeId: row.codeId, word: sought.word })
    else if (by !== false) await seeThere(ctx, { unit, set }, { row, post, by })
    else set.decide(ctx, row, { type: 'end', reason: 'code_superseded' })
  }
  await set.save(ctx)
  await saveSparkUnits(ctx, [...units.values()])
}

async function compareAll(scope: Scope, shown: Shown, platform: AdPlatform): Promise<void> {
  for (let after = ''; ; ) {
    const ctx = reading(scope)
    const rows = await findBindingsOf(ctx, shown.account.id, { after, limit: BATCH })
    const last = rows.at(-1)
    if (!last) return
    const missing = await findMissing(ctx, platform, { rows, shown })
    const contentIds = [...new Set(rows.map(row => row.contentId))]
    await transact(scope, ctx => compare(ctx, shown, { contentIds, missing }))
    after = last.id
  }
}

async function failed(
  scope: Scope,
  error: unknown,
  { account, connection }: { account: AdAccountRow; connection: ConnectionRow },
): Promise<void> {
  if (!(error instanceof AdPlatformError)) throw error
  await transact(scope, async ctx => {
    if (error.reason === 'token_invalid') await noteBroken(ctx, connection)
    if (error.reason === 'ad_account_not_found') await noteVanished(ctx, account.id)
    await finishReconcile(ctx, account.id, { isDone: false, retryAt: error.retryable ? ctx.services.wallNow() + AGAIN_MS : null })
  })
}

/** Compares what is bound in an ad account with what TikTok shows there. Gives false when there was none to compare. */
export async function reconcileNext(scope: Scope): Promise<boolean> {
  const account = await transact(scope, claimAccount)
  if (!account) return false
  const connection = await findConnection(reading(scope), account.connectionId ?? '')
  if (!connection) return true
  const beganAt = scope.services.wallNow()
  try {
    const platform = platformOf(scope, connection)
    const posts = new Map((await platform.listBound(account.advertiserId)).map(post => [post.postId, post]))
    await compareAll(scope, { beganAt, account, posts }, platform)
  } catch (error) {
    await failed(scope, error, { account, connection })
    return true
  }
  await transact(scope, ctx => finishReconcile(ctx, account.id, { isDone: true, retryAt: null }))
  return true
}
