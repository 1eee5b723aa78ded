import { type BindingReason, bindingReason } from '@sparkkit/core'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { AdAccount, Connection } from './contract.ts'
import type { AdAccountRow, ConnectionRow } from './store.ts'

export const toReason = (reason: BindingReason | null) => reason && { code: reason, ...bindingReason(reason) }

export const toConnection = (row: ConnectionRow): Connection => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  status: row.status,
  reason: toReason(row.reason),
  syncedAt: isoOrNull(row.syncedAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

export const toAdAccount = (row: AdAccountRow): AdAccount => ({
  id: row.id,
  connectionId: row.connectionId,
  advertiserId: row.advertiserId,
  name: row.name,
  status: row.status,
  vanishedAt: isoOrNull(row.vanishedAt),
  reconciledAt: isoOrNull(row.reconciledAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})
