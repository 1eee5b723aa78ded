import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { findTargets } from '../content/index.ts'
import { loadSparkUnit, saveSparkUnits, toSparkCode } from '../spark-requests/index.ts'
import type { AddSparkCodeInput, SparkCode } from './contract.ts'
import { newCode, takeCode } from './receive.ts'
import { findCode, findExternalCodeId } from './store.ts'

const fieldProblem = (field: string, message: string): Problem =>
  new Problem('invalid_request', `body.${field}: ${message}`, [{ path: `body.${field}`, message }])

async function assertInput(ctx: Ctx, { startsAt, endsAt, externalId }: AddSparkCodeInput): Promise<void> {
  if (endsAt !== undefined && endsAt <= (startsAt ?? ctx.now) && startsAt !== undefined)
    throw fieldProblem('endsAt', 'must lie after startsAt')
  if (startsAt !== undefined && startsAt > ctx.now) throw fieldProblem('startsAt', 'must not lie ahead')
  const owner = externalId === undefined ? undefined : await findExternalCodeId(ctx, externalId)
  if (owner) throw new Problem('conflict', `The external id ${externalId} belongs to ${owner}.`)
}

/** Adds a code that came by another way than the creator's page, for example in a DM. */
export async function addSparkCode(ctx: Ctx, input: AddSparkCodeInput): Promise<SparkCode> {
  await assertInput(ctx, input)
  const [target] = await findTargets(ctx, [input.content])
  if (!target?.ok) throw new Problem(target?.code ?? 'content_not_found', target?.detail)
  const unit = await loadSparkUnit(ctx, target.content.id)
  const pasted = await takeCode(ctx, input.code, target.content.id)
  const { incoming, row } = newCode(ctx, pasted, { source: 'manual', externalId: input.externalId, metadata: input.metadata })
  const code = input.endsAt === undefined && input.days !== undefined ? { ...incoming, declaredDays: input.days } : incoming
  const { codeId } = unit.decide(ctx, { type: 'add_code', code, startsAt: input.startsAt, endsAt: input.endsAt }, { code: row })
  await saveSparkUnits(ctx, [unit])
  const saved = await findCode(ctx, codeId ?? incoming.id)
  if (!saved) throw new Error('The code was not saved.')
  return toSparkCode(saved)
}
