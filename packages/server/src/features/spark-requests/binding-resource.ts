import { bindingReason } from '@sparkkit/core'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { Binding } from '../ad-accounts/index.ts'
import type { BindingRow } from './binding-store.ts'

/** Here and not in ad-accounts, because a code and its bindings change together. */
export const toBinding = (row: BindingRow): Binding => ({
  id: row.id,
  sparkCodeId: row.codeId,
  contentId: row.contentId,
  adAccountId: row.adAccountId,
  advertiserId: row.advertiserId,
  status: row.status,
  intent: row.intent,
  origin: row.origin,
  replacesId: row.replacesId,
  reason: row.reason && { code: row.reason, ...bindingReason(row.reason) },
  requestedAt: iso(row.requestedAt),
  boundAt: isoOrNull(row.boundAt),
  unboundAt: isoOrNull(row.unboundAt),
  nextTryAt: isoOrNull(row.tryAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})
