import { type Ctx, clockKey, type EmittedEvent, reading, type Scope, type Services, transact, type Workspace } from '../context.ts'
import { findWorkspacesWith, setClock } from '../features/access/index.ts'
import { codesAreDue, nextCodeDue, tickCodes } from '../features/spark-codes/index.ts'
import {
  lapseRequests,
  nextReminderDue,
  nextRequestDue,
  remindCreators,
  remindersAreDue,
  requestsAreDue,
} from '../features/spark-requests/index.ts'
import { iso } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import type { Task } from './worker.ts'

/** What domain time sets in motion. Nothing is scheduled: what is due is read from the rows themselves, so a pause of any length loses nothing. */
const CLOCKS = [
  { next: nextRequestDue, run: lapseRequests, areDue: requestsAreDue },
  { next: nextReminderDue, run: remindCreators, areDue: remindersAreDue },
  { next: nextCodeDue, run: tickCodes, areDue: codesAreDue },
]

const system = (services: Services, workspace: Workspace) => ({ services, workspace, actor: { type: 'system' as const }, requestId: null })

/** Runs the clocks of live workspaces. A sandbox's clock stands still until it is advanced. */
export const clockTask: Task = {
  name: 'clocks',
  wakes: ['dispatch'],
  async run(services) {
    let busy = false
    for (const { run, areDue } of CLOCKS) {
      for (const workspace of await findWorkspacesWith(services.engine, areDue(services.engine.tables, services.wallNow()))) {
        const touched = await transact(system(services, workspace), run)
        busy = busy || touched > 0
      }
    }
    return { busy }
  },
}

/** Everything due at this moment of the workspace's clock. */
async function runDue(ctx: Ctx): Promise<void> {
  for (const { run } of CLOCKS) while ((await run(ctx)) > 0);
}

/** When something is due next; infinity when nothing is. */
async function nextDue(ctx: Ctx): Promise<number> {
  const dues: number[] = []
  for (const { next } of CLOCKS) dues.push((await next(ctx)) ?? Number.POSITIVE_INFINITY)
  return Math.min(...dues)
}

const advanced = ({ workspace, now }: Ctx, start: number): EmittedEvent => ({
  type: 'sandbox.advanced',
  subjectId: workspace.id,
  data: { now: iso(now) },
  previous: { now: iso(start) },
})

/** Moves a sandbox's clock forward; what falls due on the way happens in due order, each at its own time. */
export async function advanceClock(scope: Scope, to: number): Promise<void> {
  const { services, workspace } = scope
  const start = workspace.clockAt
  if (start === null) throw new Problem('workspace_not_sandbox')
  if (to < start) throw new Problem('clock_backwards')
  for (let now = start; ; ) {
    const due = await nextDue(reading(system(services, { ...workspace, clockAt: now })))
    const isLast = due > to
    const next = isLast ? to : Math.max(due, now)
    const move = async (ctx: Ctx): Promise<boolean> => {
      await ctx.dialect.lock(ctx.db, clockKey(workspace))
      const dueNow = await nextDue(ctx)
      // Something came meanwhile that is due before: first things first.
      if (isLast ? dueNow <= to : Math.max(dueNow, now) < next) return false
      if (!(await setClock(ctx, next))) throw new Problem('conflict', 'The clock was advanced by someone else meanwhile.')
      if (!isLast) await runDue(ctx)
      else if (to > start) ctx.emit(advanced(ctx, start))
      return true
    }
    const moved = { ...workspace, clockAt: next }
    // What falls due nobody did; that the clock stands there now, the caller did.
    if (!(await transact(isLast ? { ...scope, workspace: moved } : system(services, moved), move, next))) continue
    if (isLast) return
    now = next
  }
}
