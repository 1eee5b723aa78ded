import type { Services, Workspace } from '../../context.ts'
import { type ApiKeyRow, findKeys, setRevoked } from './store.ts'

export const listApiKeys = ({ engine }: Services, workspace: Workspace): Promise<ApiKeyRow[]> => findKeys(engine, workspace.no)

/** The key is dead at once, and every embed token made with it. Undefined when there is no such key. */
export const revokeApiKey = ({ engine, wallNow }: Services, id: string): Promise<ApiKeyRow | undefined> => setRevoked(engine, id, wallNow())
