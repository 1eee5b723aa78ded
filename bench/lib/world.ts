import { sql } from 'drizzle-orm'
import { reading, type Scope, transact, type Workspace } from '../../packages/server/src/context.ts'
import { createSparkKit, type SparkKit } from '../../packages/server/src/create-sparkkit.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { API_SCOPES, createApiKey, createWorkspace } from '../../packages/server/src/features/access/index.ts'
import { readContentItems, upsertContent } from '../../packages/server/src/features/content/upsert.ts'
import { newKeyRingKey } from '../../packages/server/src/security/key-ring.ts'
import { NOW, type World } from './invent.ts'

export const openKit = (databaseUrl: string, engine?: Engine): Promise<SparkKit> =>
  createSparkKit({
    databaseUrl,
    ...(engine && { engine }),
    rateLimit: false,
    keyRing: newKeyRingKey('bench'),
    publicUrl: 'https://sparkkit.example',
    now: () => NOW,
  })

export const scopeOf = (kit: SparkKit, workspace: Workspace): Scope => ({
  services: kit.services,
  workspace,
  actor: { type: 'system' },
  requestId: null,
})

export async function newKey(kit: SparkKit, workspace: Workspace): Promise<string> {
  const { secret } = await createApiKey(kit.services, workspace, { name: 'bench', scopes: API_SCOPES, expiresAt: null })
  return secret
}

/** A few posts in a hundred have been asked for: the statuses that a grid looks for are rare. */
async function markStatuses(kit: SparkKit, workspace: Workspace): Promise<void> {
  const { db, dialect, tables } = reading(scopeOf(kit, workspace))
  const statuses = [
    ['approved', 4, 'NULL', "'code_01h455vb4pex5vsknk084sn02q'", `${NOW + 20 * 86_400_000}`],
    ['requested', 9, "'req_01h455vb4pex5vsknk084sn02q'", 'NULL', 'NULL'],
    ['queued', 13, "'req_01h455vb4pex5vsknk084sn02q'", 'NULL', 'NULL'],
    ['rejected', 15, 'NULL', 'NULL', 'NULL'],
    ['expired', 16, 'NULL', 'NULL', 'NULL'],
  ] as const
  let above = 0
  for (const [status, below, request, code, endsAt] of statuses) {
    await dialect.all(
      db,
      sql`UPDATE ${tables.content} SET spark_status = ${status}, open_request_id = ${sql.raw(request)}, live_code_id = ${sql.raw(code)},
        code_ends_at = ${sql.raw(endsAt)} WHERE workspace_no = ${workspace.no} AND eligible AND (views * 7 + posted_at / 60000) % 1000 >= ${above}
        AND (views * 7 + posted_at / 60000) % 1000 < ${below}`,
    )
    above = below
  }
}

/** Fills an empty database through the service itself, without events. */
export async function loadWorld(kit: SparkKit, world: World, onProgress: (posts: number) => void): Promise<Workspace[]> {
  const workspaces: Workspace[] = []
  let posts = 0
  for (const index of world.sizes.keys()) {
    const workspace = await createWorkspace(kit.services, { name: `Brand ${index + 1}`, mode: 'live' })
    for (const items of world.batches(index)) {
      const scope = scopeOf(kit, workspace)
      const read = await readContentItems(scope, items)
      const { results } = await transact(scope, ctx => upsertContent(ctx, { items: read, events: 'none' }))
      const failed = results.find(result => result.status === 'failed')
      if (failed) throw new Error(`An invented post was refused: ${failed.problem?.detail}`)
      posts += items.length
      onProgress(posts)
    }
    await markStatuses(kit, workspace)
    workspaces.push(workspace)
  }
  return workspaces
}
