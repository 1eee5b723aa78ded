import { randomBytes } from 'node:crypto'
import type { Services, Workspace } from '../../context.ts'
import { sha256 } from '../../security/key-ring.ts'
import type { ApiScope } from './scopes.ts'
import { insertKey } from './store.ts'

export interface CreateApiKeyInput {
  name: string
  scopes: readonly ApiScope[]
  /** Epoch milliseconds; null for a key without an end. */
  expiresAt: number | null
}

/** Makes a key and gives its secret, which is shown this once and stored as a hash. */
export async function createApiKey(
  services: Services,
  workspace: Workspace,
  input: CreateApiKeyInput,
): Promise<{ id: string; secret: string }> {
  const secret = `sparkkit_${workspace.mode}_${randomBytes(32).toString('base64url')}`
  const id = services.newId('apiKey')
  await insertKey(services.engine, {
    workspaceNo: workspace.no,
    id,
    name: input.name,
    hash: sha256(secret),
    hint: secret.slice(-4),
    scopes: [...input.scopes],
    createdAt: services.wallNow(),
    expiresAt: input.expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  })
  return { id, secret }
}
