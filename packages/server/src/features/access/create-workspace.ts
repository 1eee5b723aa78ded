import { type Ctx, type Services, transactIn, type Workspace } from '../../context.ts'
import type { Database } from '../../db/dialect.ts'
import { MAX_WORKSPACE_NO } from '../content/index.ts'
import { insertWorkspace } from './store.ts'
import type { Branding } from './tables.ts'
import { toWorkspace } from './workspace.ts'

export interface CreateWorkspaceInput {
  name: string
  mode: 'live' | 'sandbox'
  branding?: Partial<Branding>
  locale?: string
  /** Where a sandbox's clock starts, epoch milliseconds, so that a history can be lived through. Wall time unless given. */
  clockAt?: number
}

/** A tenant: one brand's data. A sandbox has a domain clock of its own. */
export async function createWorkspace(services: Services, input: CreateWorkspaceInput): Promise<Workspace> {
  const now = services.wallNow()
  const row = {
    id: services.newId('workspace'),
    name: input.name,
    mode: input.mode,
    branding: { name: input.name, ...input.branding },
    locale: input.locale ?? 'en',
    approvalUrlTemplate: null,
    settings: null,
    clockAt: input.mode === 'sandbox' ? (input.clockAt ?? now) : null,
    createdAt: now,
  }
  const enter = async (db: Database) => {
    const workspace = await insertWorkspace({ db, tables: services.engine.tables }, row)
    if (workspace.no > MAX_WORKSPACE_NO) throw new Error(`One database holds ${MAX_WORKSPACE_NO} workspaces.`)
    return { services, workspace, actor: { type: 'system' as const }, requestId: null }
  }
  const run = async ({ emit, workspace }: Ctx) => {
    emit({ type: 'workspace.created', subjectId: workspace.id, data: toWorkspace(workspace) })
    return workspace
  }
  return transactIn(services, enter, { run })
}
