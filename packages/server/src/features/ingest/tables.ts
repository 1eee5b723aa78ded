import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export type ImportStatus = 'pending' | 'running' | 'completed' | 'failed'

export function ingestTables(k: Kit) {
  const imports = k.table(
    'imports',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      status: k.text('status').$type<ImportStatus>().notNull(),
      fileName: k.text('file_name'),
      mapping: k.json<Record<string, string>>('mapping').notNull(),
      /** Whether every new post also writes `content.created`. */
      eventPerContent: k.flag('event_per_content').notNull(),
      bytes: k.int('bytes').notNull(),
      /** Rows, lines and bytes already settled: a worker that takes over starts behind them. */
      rowsDone: k.int('rows_done').notNull(),
      linesDone: k.int('lines_done').notNull(),
      bytesDone: k.int('bytes_done').notNull(),
      created: k.int('created').notNull(),
      updated: k.int('updated').notNull(),
      unchanged: k.int('unchanged').notNull(),
      failed: k.int('failed').notNull(),
      warnings: k.int('warnings').notNull(),
      error: k.text('error'),
      actor: k.json<unknown>('actor').notNull(),
      requestId: k.text('request_id'),
      /** Wall time until which a worker holds it. */
      leasedUntil: k.time('leased_until'),
      createdAt: k.time('created_at').notNull(),
      completedAt: k.time('completed_at'),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.index('imports_open').on(t.createdAt).where(sql`status IN ('pending', 'running')`),
    ],
  )

  const importChunks = k.table(
    'import_chunks',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      importId: k.text('import_id').notNull(),
      index: k.int('index').notNull(),
      data: k.bytes('data').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.importId, t.index] })],
  )

  const importIssues = k.table(
    'import_issues',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      importId: k.text('import_id').notNull(),
      /** 1-based line of the file on which the row starts. */
      line: k.int('line').notNull(),
      severity: k.text('severity').$type<'error' | 'warning'>().notNull(),
      code: k.text('code').notNull(),
      field: k.text('field').notNull(),
      message: k.text('message').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.importId, t.line, t.severity, t.code, t.field] })],
  )

  return { imports, importChunks, importIssues }
}
