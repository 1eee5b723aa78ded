import { changedFields } from '../../changes.ts'
import type { Ctx, Workspace as WorkspaceRow } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { loadAccount } from '../ad-accounts/index.ts'
import { resetTicks } from '../spark-codes/index.ts'
import { expiringDays } from '../spark-requests/index.ts'
import { reloadWorkspace, saveWorkspace } from './store.ts'
import type { Branding } from './tables.ts'
import type { UpdateWorkspaceInput, Workspace } from './workspace-contract.ts'

export const toWorkspace = (row: WorkspaceRow): Workspace => ({
  id: row.id,
  name: row.name,
  mode: row.mode,
  locale: row.locale,
  branding: row.branding,
  approvalUrlTemplate: row.approvalUrlTemplate,
  settings: { expiringDays: [...expiringDays(row)], bindTo: row.settings?.bindTo ?? null },
  createdAt: iso(row.createdAt),
})

export const getWorkspace = async (ctx: Ctx): Promise<Workspace> => toWorkspace(await reloadWorkspace(ctx))

function mergeBranding(before: Branding, patch: UpdateWorkspaceInput['branding'] = {}): Branding {
  const merged = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null && value !== undefined)
  return { ...Object.fromEntries(merged), name: patch.name ?? before.name }
}

type Settings = NonNullable<WorkspaceRow['settings']>

async function mergeSettings(
  ctx: Ctx,
  before: WorkspaceRow['settings'],
  patch: UpdateWorkspaceInput['settings'],
): Promise<WorkspaceRow['settings']> {
  if (patch?.expiringDays === undefined && patch?.bindTo === undefined) return before
  const { expiringDays = before?.expiringDays ?? null, bindTo } = patch
  const account = bindTo === undefined ? before?.bindTo : bindTo && (await loadAccount(ctx, bindTo)).id
  const settings: Settings = {}
  if (expiringDays) settings.expiringDays = [...new Set(expiringDays)].sort((a, b) => b - a)
  if (account) settings.bindTo = account
  return settings
}

export async function updateWorkspace(ctx: Ctx, patch: UpdateWorkspaceInput): Promise<Workspace> {
  const row = await reloadWorkspace(ctx)
  const next: WorkspaceRow = {
    ...row,
    name: patch.name ?? row.name,
    locale: patch.locale ?? row.locale,
    branding: mergeBranding(row.branding, patch.branding),
    approvalUrlTemplate: patch.approvalUrlTemplate === undefined ? row.approvalUrlTemplate : patch.approvalUrlTemplate,
    settings: await mergeSettings(ctx, row.settings, patch.settings),
  }
  const workspace = toWorkspace(next)
  const previous = changedFields(toWorkspace(row), workspace)
  if (!previous) return workspace
  await saveWorkspace(ctx, next)
  if (previous.settings) await resetTicks({ ...ctx, workspace: next })
  ctx.emit({ type: 'workspace.updated', subjectId: row.id, data: workspace, previous })
  return workspace
}
