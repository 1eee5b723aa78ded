import type { Context } from 'hono'
import { type Ctx, reading, transact } from '../context.ts'
import type { AppEnv } from './env.ts'

type Verb<Input, Output> = (ctx: Ctx, input: Input) => Promise<Output>

/** Runs a reading verb for the caller. */
export const read = <Input, Output>(c: Context<AppEnv>, verb: Verb<Input, Output>, input: Input): Promise<Output> =>
  verb(reading(c.var.caller.scope), input)

/** Runs a verb for the caller in one transaction, together with its events. */
export const write = <Input, Output>(c: Context<AppEnv>, verb: Verb<Input, Output>, input: Input): Promise<Output> =>
  transact(c.var.caller.scope, ctx => verb(ctx, input))
