import { findWorkspacesWith } from '../features/access/index.ts'
import { codesToVerifyIn, verifyCodes } from '../features/spark-codes/index.ts'
import type { Task } from './worker.ts'

/** Asks TikTok about codes that were accepted while it did not answer. */
export const verifyTask: Task = {
  name: 'verify',
  wakes: ['dispatch'],
  async run(services) {
    let busy = false
    for (const workspace of await findWorkspacesWith(services.engine, codesToVerifyIn(services.engine.tables, services.wallNow()), {
      sandboxes: true,
    })) {
      const scope = { services, workspace, actor: { type: 'system' as const }, requestId: null }
      busy = (await verifyCodes(scope)) > 0 || busy
    }
    return { busy }
  },
}
