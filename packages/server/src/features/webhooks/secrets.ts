import type { KeyObject } from 'node:crypto'
import type { Services } from '../../context.ts'
import { webhookKey } from './signature.ts'
import type { EndpointRow } from './store.ts'

interface Sealer {
  readonly keyRing: Services['keyRing']
  readonly workspaceId: string
}

const contextOf = (workspaceId: string, rowId: string) => ({ workspaceId, rowId, purpose: 'webhook_secret' as const })

export const sealSecret = ({ keyRing, workspaceId }: Sealer, id: string, secret: string): string =>
  keyRing.seal(secret, contextOf(workspaceId, id))

export const openSecret = ({ keyRing, workspaceId }: Sealer, row: Pick<EndpointRow, 'id' | 'secretSealed'>): string =>
  keyRing.open(row.secretSealed, contextOf(workspaceId, row.id))

/** The keys that sign now: that of the present secret, then those of replaced ones whose overlap still runs. */
export function signingKeys(sealer: Sealer, row: Pick<EndpointRow, 'id' | 'secretSealed' | 'oldSecrets'>, now: number): KeyObject[] {
  const context = contextOf(sealer.workspaceId, row.id)
  const sealed = [row.secretSealed, ...row.oldSecrets.filter(old => old.until > now).map(old => old.sealed)]
  return sealed.map(text => webhookKey(sealer.keyRing.open(text, context)))
}
