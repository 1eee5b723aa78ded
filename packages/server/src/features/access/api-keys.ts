import { type Scope, type Services, transact, type Workspace } from '../../context.ts'
import type { CreatedApiKey } from './api-key-contract.ts'
import type { CreateApiKeyInput } from './create-api-key.ts'
import { endKey, saveNewKey } from './manage-api-keys.ts'
import { type ApiKeyRow, findKeyAnywhere, findKeys } from './store.ts'

/** Whoever sits at the machine. */
const operator = (services: Services, workspace: Workspace): Scope => ({ services, workspace, actor: { type: 'system' }, requestId: null })

/** Makes a key at the command line, on the record. */
export const issueApiKey = (services: Services, workspace: Workspace, input: CreateApiKeyInput): Promise<CreatedApiKey> =>
  transact(operator(services, workspace), ctx => saveNewKey(ctx, input))

export const listApiKeys = ({ engine }: Services, workspace: Workspace): Promise<ApiKeyRow[]> => findKeys(engine, workspace.no)

/** The key is dead at once, and every embed token made with it. Undefined when there is no such key. */
export async function revokeApiKey(services: Services, id: string): Promise<ApiKeyRow | undefined> {
  const found = await findKeyAnywhere(services.engine, id)
  return found && transact(operator(services, found.workspace), ctx => endKey(ctx, found.key))
}
