import type { Ctx } from '../../context.ts'
import { reading, type Scope } from '../../context.ts'
import { AdPlatformError } from '../../platforms/ad-platform.ts'
import { Problem } from '../../problem.ts'
import { isDestroyed, openCode } from '../spark-codes/index.ts'
import { loadSparkUnit, saveSparkUnits, toSparkCode } from '../spark-requests/index.ts'
import { assertUsable, loadAccount } from './bind.ts'
import type { VerifiedSparkCode } from './binding-contract.ts'
import { findCodes } from './binding-store.ts'
import { noteBroken } from './connect.ts'
import { platformOf } from './platforms.ts'
import { toReason } from './resource.ts'
import { isOtherPost, settleWord, type Word } from './settle.ts'
import { type AdAccountRow, type ConnectionRow, findConnection, findUsableAccount } from './store.ts'

const WITHIN_MS = 8000

/** What TikTok said about a code, before anything is written. */
export interface Said {
  readonly word: Word | null
  readonly reason: AdPlatformError['reason'] | null
  readonly broken: ConnectionRow | undefined
}

async function pickAccount(ctx: Ctx, ref: string | undefined): Promise<AdAccountRow> {
  if (ref === undefined) {
    const account = await findUsableAccount(ctx)
    if (!account) throw new Problem('no_ad_account')
    return account
  }
  const account = await loadAccount(ctx, ref)
  await assertUsable(ctx, account)
  return account
}

/** Asks about a code, outside any transaction. */
export async function askAbout(scope: Scope, { id, adAccountId }: { id: string; adAccountId: string | undefined }): Promise<Said> {
  const ctx = reading(scope)
  const [code] = await findCodes(ctx, [id])
  if (!code) throw new Problem('not_found')
  if (isDestroyed(code)) throw new Problem('spark_code_not_live', 'The code was destroyed with its creator.')
  const account = await pickAccount(ctx, adAccountId)
  const connection = await findConnection(ctx, account.connectionId ?? '')
  if (!connection) throw new Problem('ad_account_unusable')
  try {
    const input = { adAccountId: account.advertiserId, code: openCode(ctx, code) }
    return {
      word: { post: await platformOf(scope, connection).inspectCode(input, { withinMs: WITHIN_MS }) },
      reason: null,
      broken: undefined,
    }
  } catch (error) {
    if (!(error instanceof AdPlatformError)) throw error
    const word = error.namesTheCode ? { refusal: error.reason } : null
    return { word, reason: error.reason, broken: error.reason === 'token_invalid' ? connection : undefined }
  }
}

/** Lets what TikTok said count. */
export async function settleSaid(ctx: Ctx, { id, said: { word, reason, broken } }: { id: string; said: Said }): Promise<VerifiedSparkCode> {
  const [known] = await findCodes(ctx, [id])
  if (!known) throw new Problem('not_found')
  if (broken) await noteBroken(ctx, broken)
  const unit = await loadSparkUnit(ctx, known.contentId)
  if (word) {
    await settleWord(ctx, unit, { codeId: id, word })
    await saveSparkUnits(ctx, [unit])
  }
  const [code] = await findCodes(ctx, [id])
  if (!code) throw new Problem('not_found')
  const refusal = word && 'post' in word && isOtherPost(word.post, unit.content.platformId) ? ('code_other_post' as const) : reason
  const outcome = word === null ? 'unknown' : refusal === null ? 'confirmed' : 'refused'
  return { outcome, reason: toReason(refusal), sparkCode: toSparkCode(code) }
}
