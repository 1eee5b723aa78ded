import type { Scope } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { Handoff } from './contract.ts'
import type { HandoffRow } from './store.ts'

export const statusOf = ({ revokedAt, expiresAt }: HandoffRow, now: number): Handoff['status'] => {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/** Without its URL: events and lists must not carry the token. */
export const toHandoff = (row: HandoffRow, now: number): Handoff => ({
  id: row.id,
  name: row.name,
  status: statusOf(row, now),
  filter: row.filter,
  scopes: row.scopes,
  chunkSize: row.chunkSize,
  expiresAt: iso(row.expiresAt),
  openedAt: isoOrNull(row.openedAt),
  revokedAt: isoOrNull(row.revokedAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

export const urlOf = ({ services, workspace }: Pick<Scope, 'services' | 'workspace'>, row: HandoffRow): string => {
  const token = services.keyRing.open(row.tokenSealed, { workspaceId: workspace.id, rowId: row.id, purpose: 'handoff_token' })
  return `${services.publicUrl}/h/${token}`
}
