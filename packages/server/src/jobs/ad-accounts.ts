import type { SQL } from 'drizzle-orm'
import type { Scope, Services } from '../context.ts'
import type { Tables } from '../db/schema.ts'
import { findWorkspacesWith } from '../features/access/index.ts'
import {
  beginBindings,
  bindingsDueIn,
  reconcileDueIn,
  reconcileNext,
  syncConnections,
  syncDueIn,
  tryBinding,
} from '../features/ad-accounts/index.ts'
import type { Task } from './worker.ts'

const AT_ONCE = 10

interface PlatformWork {
  readonly name: string
  readonly isDue: (tables: Tables, now: number) => SQL
  /** A batch of what is due in one workspace. */
  readonly work: (scope: Scope) => Promise<void>
}

/** Work that waits for an ad platform: each workspace by itself, so that none waits for another one's answer. Sandboxes too. */
function platformTask({ name, isDue, work }: PlatformWork): Task {
  const underWay = new Map<number, Promise<void>>()
  const settle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay.values())
  }
  const start = (scope: Scope, wake: () => void): void => {
    const { services, workspace } = scope
    const run = work(scope)
      .catch(err => services.logger.error({ err, task: name, workspace: workspace.id }, 'task failed'))
      .finally(() => {
        underWay.delete(workspace.no)
        wake()
      })
    underWay.set(workspace.no, run)
  }
  return {
    name,
    wakes: ['dispatch'],
    async run(services: Services, wake) {
      const due = await findWorkspacesWith(services.engine, isDue(services.engine.tables, services.wallNow()), { sandboxes: true })
      const idle = due.filter(workspace => !underWay.has(workspace.no))
      for (const workspace of idle) start({ services, workspace, actor: { type: 'system' }, requestId: null }, wake)
      return { busy: idle.length > 0 }
    },
    settle,
    release: settle,
  }
}

export const createBindingTask = (): Task =>
  platformTask({
    name: 'bindings',
    isDue: bindingsDueIn,
    async work(scope) {
      const begun = await beginBindings(scope, { limit: AT_ONCE })
      const tried = await Promise.allSettled(begun.map(row => tryBinding(scope, row)))
      for (const { status, ...outcome } of tried) {
        if (status === 'rejected')
          scope.services.logger.error({ err: 'reason' in outcome ? outcome.reason : undefined }, 'a binding could not be tried')
      }
    },
  })

export const createReconcileTask = (): Task =>
  platformTask({
    name: 'reconcile',
    isDue: reconcileDueIn,
    async work(scope) {
      await reconcileNext(scope)
    },
  })

export const createSyncTask = (): Task =>
  platformTask({
    name: 'connections',
    isDue: syncDueIn,
    async work(scope) {
      await syncConnections(scope)
    },
  })
