import { iso, isoOrNull } from '../../http/schemas.ts'
import type { Import, ImportIssue } from './contract.ts'
import type { ImportIssueRow, ImportRow } from './store.ts'

function progressOf({ status, bytes, bytesDone }: ImportRow): number {
  if (status === 'completed') return 1
  return bytes === 0 ? 0 : Math.min(bytesDone / bytes, 1)
}

/** An import as the API and its event show it. */
export function toImport(row: ImportRow): Import {
  const { id, status, fileName, mapping, bytes, rowsDone, created, updated, unchanged, failed, warnings, error } = row
  return {
    id,
    status,
    fileName,
    mapping,
    bytes,
    rowsDone,
    created,
    updated,
    unchanged,
    failed,
    warnings,
    progress: progressOf(row),
    error,
    createdAt: iso(row.createdAt),
    completedAt: isoOrNull(row.completedAt),
  }
}

export const toIssue = ({ line, severity, code, field, message }: ImportIssueRow): ImportIssue => ({ line, severity, code, field, message })
