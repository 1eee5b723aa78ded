import { accessTables } from '../features/access/tables.ts'
import { adAccountTables } from '../features/ad-accounts/tables.ts'
import { approvalTables } from '../features/approval/tables.ts'
import { contentTables } from '../features/content/tables.ts'
import { erasureTables } from '../features/erasure/tables.ts'
import { flightTables } from '../features/flights/tables.ts'
import { handoffTables } from '../features/handoff/tables.ts'
import { ingestTables } from '../features/ingest/tables.ts'
import { messageTables } from '../features/messages/tables.ts'
import { sparkCodeTables } from '../features/spark-codes/tables.ts'
import { sparkRequestTables } from '../features/spark-requests/tables.ts'
import { thumbnailTables } from '../features/thumbnails/tables.ts'
import { webhookTables } from '../features/webhooks/tables.ts'
import { httpTables } from '../http/tables.ts'
import { defineTables, type Kit } from './kit.ts'

const define = (kit: Kit) => ({
  ...accessTables(kit),
  ...contentTables(kit),
  ...thumbnailTables(kit),
  ...ingestTables(kit),
  ...sparkRequestTables(kit),
  ...messageTables(kit),
  ...sparkCodeTables(kit),
  ...approvalTables(kit),
  ...flightTables(kit),
  ...handoffTables(kit),
  ...adAccountTables(kit),
  ...erasureTables(kit),
  ...webhookTables(kit),
  ...httpTables(kit),
})

/** Every table, once for each engine. */
export const schemas = defineTables(define)
export type Tables = typeof schemas.sqlite
