import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { BindingSet, loadSparkUnit, type SparkUnit, saveSparkUnits } from '../spark-requests/index.ts'
import type { BindingRow } from './binding-store.ts'
import { settleWord, troubleWith } from './settle.ts'
import type { Tried } from './try-binding.ts'

/** The code whose place was taken is not bound any more: TikTok binds posts, each by one code. */
export function endReplaced(ctx: Ctx, set: BindingSet, { unit, bound }: { unit: SparkUnit; bound: BindingRow }): void {
  for (const other of set.rows) {
    if (other.id === bound.id || other.adAccountId !== bound.adAccountId || other.status !== 'bound') continue
    const code = unit.state.codes.find(code => code.id === other.codeId)
    if (code && code.status !== 'live') set.decide(ctx, other, { type: 'end', reason: 'code_superseded' })
  }
}

/** Writes down what a try found. What changed while it ran counts: the post is locked, and its state is read anew. */
export async function reportTry(ctx: Ctx, begun: BindingRow, { outcome, word }: Tried): Promise<void> {
  const unit = await loadSparkUnit(ctx, begun.contentId)
  const set = await BindingSet.load(ctx, [begun.contentId])
  const before = set.get(begun.id)
  if (!before) return
  const row = set.decide(ctx, before, { type: 'report', attempt: begun.attempt, outcome })
  if (row.status === 'bound' && row.intent === 'bind') {
    endReplaced(ctx, set, { unit, bound: row })
    const trouble = word && 'post' in word ? troubleWith(word.post) : null
    if (trouble) set.decide(ctx, row, { type: 'notice', isThere: true, reason: trouble })
  }
  const isLate = row.status === 'pending' && ctx.now - row.requestedAt > DAY_MS
  if (row.status === 'failed' || isLate) set.tellGap(ctx, row)
  await set.save(ctx)
  if (word) {
    await settleWord(ctx, unit, { codeId: begun.codeId, word })
    await saveSparkUnits(ctx, [unit])
  }
}
