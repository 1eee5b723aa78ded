import type { Context } from 'hono'
import { type Ctx, reading, transact } from '../context.ts'
import type { AppEnv } from './env.ts'
import { assertUnchanged } from './etag.ts'
import { saveOutcome } from './idempotency.ts'

type Verb<Input, Output> = (ctx: Ctx, input: Input) => Promise<Output>

/** Runs a reading verb for the caller. */
export const read = <Input, Output>(c: Context<AppEnv>, verb: Verb<Input, Output>, input: Input): Promise<Output> =>
  verb(reading(c.get('caller').scope), input)

/** Outcomes were written by the same verb, so they have its type. */
const asOutput = <Output>(outcome: string): Output => JSON.parse(outcome) as Output

/** Whether an earlier try of this call did its work before it broke off: nothing need be prepared for it. */
export const isDone = (c: Context<AppEnv>): boolean => (c.get('idempotentCall')?.outcomes.length ?? 0) > 0

/**
 * Runs a verb for the caller in one transaction, together with its events. Under an idempotency key its result is saved in that
 * transaction too, and a try that follows a crash gets the result without doing the work again.
 */
export async function write<Input, Output>(c: Context<AppEnv>, verb: Verb<Input, Output>, input: Input): Promise<Output> {
  const call = c.get('idempotentCall')
  if (!call) return transact(c.get('caller').scope, ctx => verb(ctx, input))
  const known = call.outcomes[call.writes]
  call.writes += 1
  if (known !== undefined) return asOutput(known)
  const { output, outcome } = await transact(c.get('caller').scope, async ctx => {
    const output = await verb(ctx, input)
    return { output, outcome: await saveOutcome(ctx, call, output) }
  })
  call.outcomes.push(outcome)
  return output
}

export interface Patch<Input, Id, Resource> {
  readonly verb: Verb<Input, Resource>
  readonly input: Input
  /** What GET answers, read under the lock that the verb takes. */
  readonly current: Verb<Id, object>
  readonly id: Id
}

/** Runs a verb that changes one resource, unless `If-Match` says that the caller saw another version of it. */
export const patch = <Input, Id, Resource>(
  c: Context<AppEnv>,
  { verb, input, current, id }: Patch<Input, Id, Resource>,
): Promise<Resource> =>
  transact(c.get('caller').scope, async ctx => {
    // Those who change the same resource go one after another, so that only one of two with the same tag gets through.
    await ctx.dialect.lock(ctx.db, `patch:${ctx.workspace.no}:${c.req.path}`)
    await assertUnchanged(c, () => current(ctx, id))
    return verb(ctx, input)
  })
