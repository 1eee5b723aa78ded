import { type BindingReason, CODE_END_REASONS, isBindingSuspended, isBindingWanted, type SparkState } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { BindingSet } from './binding-set.ts'
import { type BindingRow, findAdAccountRows } from './binding-store.ts'
import type { SparkUnit } from './spark-units.ts'
import type { CodeRow } from './store.ts'

const REVIVING = ['spark_code.received', 'spark_code.restored', 'spark_code.extended']
const ENDS: readonly (BindingReason | null)[] = Object.values(CODE_END_REASONS)

/** Codes that can be used from now on, and could not before. */
const revivedIn = (units: readonly SparkUnit[]): Set<string> =>
  new Set(units.flatMap(unit => unit.events.filter(event => REVIVING.includes(event.type)).map(event => event.subject.id)))

/** What the end of its code put an end to begins again with it; what somebody undid does not. */
const isRevived = (row: BindingRow): boolean => isBindingSuspended(row) || (row.intent === 'unbind' && ENDS.includes(row.reason))

/** The bindings that the end of a code concerns. A creator who takes a code back means the post, so also what older codes are still bound for. */
function concerned(set: BindingSet, code: CodeRow, codes: SparkState['codes']): BindingRow[] {
  const isLive = (id: string): boolean => codes.some(each => each.id === id && each.status === 'live')
  const isMeant = (row: BindingRow): boolean =>
    row.codeId === code.id || (code.status === 'withdrawn' && row.contentId === code.contentId && !isLive(row.codeId))
  return set.rows.filter(row => row.intent === 'bind' && row.status !== 'failed' && isMeant(row))
}

function followEnd(ctx: Ctx, set: BindingSet, { code, codes }: { code: CodeRow; codes: SparkState['codes'] }): void {
  if (code.status === 'live') return
  const reason = CODE_END_REASONS[code.status]
  for (const row of concerned(set, code, codes)) {
    if (code.status === 'withdrawn' || code.status === 'invalid') set.decide(ctx, row, { type: 'unbind', reason })
    else if (code.status === 'expired') set.decide(ctx, row, { type: 'end', reason })
    else if (isBindingWanted(row) && code.supersededById !== null) {
      const account = { id: row.adAccountId, advertiserId: row.advertiserId }
      set.want(ctx, { codeId: code.supersededById, contentId: code.contentId, account, origin: 'successor', replacesId: row.id })
      // A bound one stays so until the new code takes its place there.
      if (row.status === 'pending') set.decide(ctx, row, { type: 'end', reason })
    }
  }
}

/**
 * Lets bindings follow their codes in the transaction in which those changed: what ended is undone, what took a code's place is bound
 * where that was, what lives again is bound again, and new codes are bound where the workspace wants them. The posts are locked.
 */
export async function followCodes(ctx: Ctx, units: readonly SparkUnit[], codes: readonly CodeRow[]): Promise<void> {
  if (codes.length === 0) return
  const set = await BindingSet.load(ctx, [...new Set(codes.map(code => code.contentId))])
  const bindTo = ctx.workspace.settings?.bindTo
  const [account] = bindTo === undefined ? [] : await findAdAccountRows(ctx, [bindTo])
  const revived = revivedIn(units)
  // Successors come first, so that they are told from codes that are bound because the workspace wants it.
  const stateOf = new Map(units.map(unit => [unit.content.id, unit.state]))
  for (const code of codes) followEnd(ctx, set, { code, codes: stateOf.get(code.contentId)?.codes ?? [] })
  for (const code of codes.filter(code => code.status === 'live' && revived.has(code.id))) {
    for (const row of set.rows.filter(row => row.codeId === code.id && isRevived(row))) set.decide(ctx, row, { type: 'bind' })
    if (!account || set.find(code.id, account.id)) continue
    set.want(ctx, { codeId: code.id, contentId: code.contentId, account, origin: 'automatic' })
  }
  await set.save(ctx)
}
