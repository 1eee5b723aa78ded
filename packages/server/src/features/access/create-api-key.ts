import { randomBytes } from 'node:crypto'
import type { Services, Workspace } from '../../context.ts'
import { sha256 } from '../../security/key-ring.ts'
import type { ApiScope } from './scopes.ts'
import { type ApiKeyRow, insertKey } from './store.ts'

export interface CreateApiKeyInput {
  name: string
  scopes: readonly ApiScope[]
  /** Epoch milliseconds; null for a key without an end. */
  expiresAt: number | null
}

type KeyInput = Omit<CreateApiKeyInput, 'scopes'> & { scopes: readonly string[] }

/** A key with its secret, which is shown once and stored as a hash. */
export function newKey(
  services: Services,
  workspace: Workspace,
  { name, scopes, expiresAt }: KeyInput,
): { row: ApiKeyRow; secret: string } {
  const secret = `sparkkit_${workspace.mode}_${randomBytes(32).toString('base64url')}`
  const row: ApiKeyRow = {
    workspaceNo: workspace.no,
    id: services.newId('apiKey'),
    name,
    hash: sha256(secret),
    hint: secret.slice(-4),
    scopes: [...scopes],
    createdAt: services.wallNow(),
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  }
  return { row, secret }
}

/** Makes the first key of a workspace, for whom there is nobody yet who could be told: it is on no record. */
export async function createApiKey(
  services: Services,
  workspace: Workspace,
  input: CreateApiKeyInput,
): Promise<{ id: string; secret: string }> {
  const { row, secret } = newKey(services, workspace, input)
  await insertKey(services.engine, row)
  return { id: row.id, secret }
}
