import type { Kit } from '../../db/kit.ts'
import type { ReceiptRecord } from './receipt-contract.ts'

export function approvalTables(k: Kit) {
  /** One per answer with a code: what both sides saw then, whatever changes later. */
  const receipts = k.table(
    'receipts',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      requestId: k.text('request_id').notNull(),
      codeId: k.text('code_id').notNull(),
      answeredAt: k.time('answered_at').notNull(),
      record: k.json<ReceiptRecord>('record').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.index('receipts_request').on(t.workspaceNo, t.requestId, t.id)],
  )

  return { receipts }
}
