import type { Context } from 'hono'
import { type Ctx, transact } from '../../context.ts'
import type { AppEnv } from '../../http/env.ts'
import { createLinkLimits } from '../../http/link-limits.ts'
import { enter, type Visit } from './enter.ts'
import { markOpened } from './open.ts'

/** How a link is used: counted, and noted when it is the first time. */
export interface Visits {
  enter(c: Context<AppEnv>, token: string): Promise<Visit>
  open(visit: Visit): Promise<void>
}

type Verb<Input, Output> = (ctx: Ctx, input: { handoffId: string; input: Input }) => Promise<Output>

export function createVisits(): Visits {
  const limits = createLinkLimits()
  return {
    enter: (c, token) => limits.enter(c, token, () => enter(c.get('services'), { token, requestId: c.get('requestId') })),
    async open({ scope, handoff }) {
      if (handoff.openedAt === null) await transact(scope, ctx => markOpened(ctx, handoff))
    },
  }
}

/** Does something with the codes of a handoff, for whoever has its link. */
export const use = <Input, Output>({ scope, handoff }: Visit, verb: Verb<Input, Output>, input: Input): Promise<Output> =>
  transact(scope, async ctx => {
    await markOpened(ctx, handoff)
    return verb(ctx, { handoffId: handoff.id, input })
  })
