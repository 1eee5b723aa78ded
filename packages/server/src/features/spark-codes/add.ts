import { type Decided, parseSparkCode } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { findTargets } from '../content/index.ts'
import { loadSparkUnit, type SparkUnit, saveSparkUnits, toSparkCode } from '../spark-requests/index.ts'
import type { AddSparkCodeInput, SparkCode } from './contract.ts'
import { type CodeOrigin, lockCodes, newCode, readPastedCode } from './receive.ts'
import { findCode, findExternalCodeId } from './store.ts'

const fieldProblem = (field: string, message: string): Problem =>
  new Problem('invalid_request', `body.${field}: ${message}`, [{ path: `body.${field}`, message }])

function assertWindow(ctx: Ctx, { startsAt, endsAt }: AddSparkCodeInput): void {
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt) throw fieldProblem('endsAt', 'must lie after startsAt')
  if (startsAt !== undefined && startsAt > ctx.now) throw fieldProblem('startsAt', 'must not lie ahead')
}

async function assertExternalId(ctx: Ctx, externalId: string | undefined, ownId: string | undefined): Promise<void> {
  const owner = externalId === undefined ? undefined : await findExternalCodeId(ctx, externalId)
  if (owner && owner !== ownId) throw new Problem('conflict', `The external id ${externalId} belongs to ${owner}.`)
}

/** Decides about a code that came by another way than the creator's page. */
export async function decideToAdd(
  ctx: Ctx,
  unit: SparkUnit,
  { source, ...input }: AddSparkCodeInput & Pick<CodeOrigin, 'source'>,
): Promise<Decided> {
  assertWindow(ctx, input)
  const pasted = await readPastedCode(ctx, input.code, unit.content.id)
  await assertExternalId(ctx, input.externalId, pasted.known?.id)
  const { incoming, row } = newCode(ctx, pasted, { source, externalId: input.externalId, metadata: input.metadata })
  const code = input.endsAt === undefined && input.days !== undefined ? { ...incoming, declaredDays: input.days } : incoming
  return unit.decide(ctx, { type: 'add_code', code, startsAt: input.startsAt, endsAt: input.endsAt }, { code: row })
}

/** Adds a code by hand, for example one that came in a DM. */
export async function addSparkCode(ctx: Ctx, input: AddSparkCodeInput): Promise<SparkCode> {
  assertWindow(ctx, input)
  const [target] = await findTargets(ctx, [input.content])
  if (!target?.ok) throw new Problem(target?.code ?? 'content_not_found', target?.detail)
  const unit = await loadSparkUnit(ctx, target.content.id)
  const parsed = parseSparkCode(input.code)
  if (parsed.ok) await lockCodes(ctx, [parsed.code])
  const { codeId } = await decideToAdd(ctx, unit, { ...input, source: 'manual' })
  await saveSparkUnits(ctx, [unit])
  const saved = codeId === null ? undefined : await findCode(ctx, codeId)
  if (!saved) throw new Error('The code was not saved.')
  return toSparkCode(saved)
}
