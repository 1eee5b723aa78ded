import { and, desc, eq, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'

type Engine = Services['engine']
export type ApiKeyRow = Engine['tables']['apiKeys']['$inferSelect']

const prepareByHash = ({ db, tables: { apiKeys, workspaces } }: Engine) =>
  db
    .select({ key: apiKeys, workspace: workspaces })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.no, apiKeys.workspaceNo))
    .where(eq(apiKeys.hash, sql.placeholder('hash')))
    .prepare()

/** Nearly every call begins with this query, so its text is made once. */
const byHash = new WeakMap<Engine, ReturnType<typeof prepareByHash>>()

export async function findKeyByHash(engine: Engine, hash: string): Promise<{ key: ApiKeyRow; workspace: Workspace } | undefined> {
  const query = byHash.get(engine) ?? prepareByHash(engine)
  byHash.set(engine, query)
  const [row] = await query.execute({ hash })
  return row
}

export async function findKeyById({ db, tables }: Engine, id: { workspaceId: string; keyId: string }) {
  const { apiKeys, workspaces } = tables
  const [row] = await db
    .select({ key: apiKeys, workspace: workspaces })
    .from(workspaces)
    .innerJoin(apiKeys, and(eq(apiKeys.workspaceNo, workspaces.no), eq(apiKeys.id, id.keyId)))
    .where(eq(workspaces.id, id.workspaceId))
  return row
}

/** Once a minute is precise enough for `lastUsedAt`, and keeps reads from becoming writes. */
export async function touchKey({ db, tables }: Engine, key: ApiKeyRow, now: number): Promise<void> {
  const { apiKeys } = tables
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(apiKeys.workspaceNo, key.workspaceNo),
        eq(apiKeys.id, key.id),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now - 60_000)),
      ),
    )
}

export async function insertKey({ db, tables }: Pick<Ctx, 'db' | 'tables'>, row: ApiKeyRow): Promise<void> {
  await db.insert(tables.apiKeys).values(row)
}

export async function insertWorkspace(
  { db, tables }: Pick<Engine, 'db' | 'tables'>,
  row: Omit<Workspace, 'no' | 'lastSequence'>,
): Promise<Workspace> {
  const [workspace] = await db.insert(tables.workspaces).values(row).returning()
  if (!workspace) throw new Error('The new workspace was not returned.')
  return workspace
}

export async function findWorkspace({ db, tables }: Engine, id: string): Promise<Workspace | undefined> {
  const [workspace] = await db.select().from(tables.workspaces).where(eq(tables.workspaces.id, id))
  return workspace
}

export async function findWorkspaces({ db, tables }: Engine): Promise<Workspace[]> {
  return db.select().from(tables.workspaces).orderBy(tables.workspaces.no)
}

/** Live workspaces for which this holds; sandboxes too, where work in them waits for nobody's clock. */
export async function findWorkspacesWith(
  { db, tables }: Engine,
  condition: SQL,
  { sandboxes = false }: { sandboxes?: boolean } = {},
): Promise<Workspace[]> {
  return db
    .select()
    .from(tables.workspaces)
    .where(and(sandboxes ? undefined : isNull(tables.workspaces.clockAt), condition))
}

/** False when the clock is already past this. */
export async function setClock({ db, tables, workspace }: Ctx, clockAt: number): Promise<boolean> {
  const rows = await db
    .update(tables.workspaces)
    .set({ clockAt })
    .where(and(eq(tables.workspaces.no, workspace.no), lte(tables.workspaces.clockAt, clockAt)))
    .returning({ no: tables.workspaces.no })
  return rows.length > 0
}

export async function findKeys({ db, tables }: Engine, workspaceNo: number): Promise<ApiKeyRow[]> {
  return db.select().from(tables.apiKeys).where(eq(tables.apiKeys.workspaceNo, workspaceNo)).orderBy(tables.apiKeys.id)
}

export async function findKeyAnywhere({ db, tables }: Engine, id: string): Promise<{ key: ApiKeyRow; workspace: Workspace } | undefined> {
  const { apiKeys, workspaces } = tables
  const [row] = await db
    .select({ key: apiKeys, workspace: workspaces })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.no, apiKeys.workspaceNo))
    .where(eq(apiKeys.id, id))
  return row
}

export async function findKey({ db, tables, workspace }: Ctx, id: string): Promise<ApiKeyRow | undefined> {
  const { apiKeys } = tables
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceNo, workspace.no), eq(apiKeys.id, id)))
  return row
}

export async function findKeyPage(
  { db, tables, workspace }: Ctx,
  page: { before: string | undefined; limit: number },
): Promise<ApiKeyRow[]> {
  const { apiKeys } = tables
  return db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceNo, workspace.no), page.before === undefined ? undefined : lt(apiKeys.id, page.before)))
    .orderBy(desc(apiKeys.id))
    .limit(page.limit)
}

export async function updateKey(
  { db, tables, workspace }: Ctx,
  id: string,
  set: Partial<Pick<ApiKeyRow, 'revokedAt' | 'expiresAt'>>,
): Promise<ApiKeyRow> {
  const { apiKeys } = tables
  const [row] = await db
    .update(apiKeys)
    .set(set)
    .where(and(eq(apiKeys.workspaceNo, workspace.no), eq(apiKeys.id, id)))
    .returning()
  if (!row) throw new Error(`API key ${id} is gone.`)
  return row
}

/** As it is now: the caller's was read before the transaction. */
export async function reloadWorkspace({ db, tables, workspace }: Ctx): Promise<Workspace> {
  const [row] = await db.select().from(tables.workspaces).where(eq(tables.workspaces.no, workspace.no))
  if (!row) throw new Error('The workspace is gone.')
  return row
}

export async function saveWorkspace({ db, tables }: Ctx, row: Workspace): Promise<void> {
  const { name, locale, branding, approvalUrlTemplate, settings } = row
  await db.update(tables.workspaces).set({ name, locale, branding, approvalUrlTemplate, settings }).where(eq(tables.workspaces.no, row.no))
}
