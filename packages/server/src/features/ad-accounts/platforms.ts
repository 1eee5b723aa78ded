import type { Scope, Services, Workspace } from '../../context.ts'
import { type AdPlatform, AdPlatformError } from '../../platforms/ad-platform.ts'
import { Problem } from '../../problem.ts'
import type { ConnectionRow } from './store.ts'

/** What a connection keeps sealed. */
export interface Credentials {
  readonly token: string
  readonly app?: { readonly id: string; readonly secret: string } | undefined
  /** Only these ad accounts; all that the token reaches without it. */
  readonly advertiserIds?: readonly string[] | undefined
}

/** Reaches ad platforms: a live workspace TikTok, a sandbox the operator's simulator. */
export interface AdPlatforms {
  /** Throws Problem `simulator_missing` for a sandbox where no simulator is configured. */
  open(workspace: Workspace, credentials: Credentials): AdPlatform
}

const asCredentials = (json: string): Credentials => JSON.parse(json) as Credentials

const sealOf = (workspaceId: string, rowId: string) => ({ workspaceId, rowId, purpose: 'connection' as const })

export const sealCredentials = (
  { services, workspace }: Pick<Scope, 'services' | 'workspace'>,
  rowId: string,
  credentials: Credentials,
): string => services.keyRing.seal(JSON.stringify(credentials), sealOf(workspace.id, rowId))

export const openCredentials = ({ services, workspace }: { services: Services; workspace: Workspace }, row: ConnectionRow): Credentials =>
  asCredentials(services.keyRing.open(row.sealed, sealOf(workspace.id, row.id)))

/** Throws AdPlatformError where there is nothing to reach any more, such as a simulator that was configured once. */
export function platformOf(scope: Pick<Scope, 'services' | 'workspace'>, row: ConnectionRow): AdPlatform {
  try {
    return scope.services.adPlatforms.open(scope.workspace, openCredentials(scope, row))
  } catch (error) {
    if (error instanceof Problem) throw new AdPlatformError('unreachable')
    throw error
  }
}
