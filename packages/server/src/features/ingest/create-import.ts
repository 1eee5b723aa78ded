import { type Scope, transact } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { Import, ImportMapping } from './contract.ts'
import { type Header, hasRows, readHeader } from './csv/header.ts'
import { parseMapping, resolveMapping } from './mapping.ts'
import { type ReceivedFile, receiveFile } from './receive-file.ts'
import { toImport } from './resource.ts'
import { deleteChunks, type ImportRow, insertImport } from './store.ts'

export interface ImportDetails {
  readonly fileName: string | null
  /** JSON: field of ours → name of the column. */
  readonly mapping: string | undefined
  readonly events: 'summary' | 'per_content'
}

export interface CreateImportInput {
  readonly file: AsyncIterable<Uint8Array>
  /** What was said about the file. Parts of a form may come behind the file, so this is asked again when it is whole. */
  readonly details: () => ImportDetails
  /** Wall time until which the caller works on it itself; null leaves it to a worker. */
  readonly leasedUntil: number | null
}

function inspect(head: Buffer, details: ImportDetails): { header: Header; mapping: ImportMapping } {
  const given = parseMapping(details.mapping)
  const header = readHeader(head, Object.values(given))
  if (!header) throw new Problem('import_unreadable', 'The file has no header row.')
  return { header, mapping: resolveMapping(given, header.columns) }
}

function inspectWhole({ head, bytes }: ReceivedFile, details: ImportDetails): ImportMapping {
  if (bytes === 0) throw new Problem('import_unreadable', 'The file is empty.')
  const { header, mapping } = inspect(head, details)
  if (bytes === head.length && !hasRows(head, header)) throw new Problem('import_unreadable', 'The file has a header and no rows.')
  return mapping
}

/**
 * Takes in a file and leaves its rows to a worker. Not a verb in one transaction, because a file comes in as slowly as
 * its sender likes: chunks are stored as they come, and the import is there once the file is whole.
 */
export async function createImport(scope: Scope, input: CreateImportInput): Promise<Import> {
  const importId = scope.services.newId('import')
  const onHead = (head: Buffer): void => {
    if (input.details().mapping !== undefined) inspect(head, input.details())
  }
  const received = await receiveFile(scope, { importId, file: input.file, onHead })
  try {
    const details = input.details()
    const mapping = inspectWhole(received, details)
    return await transact(scope, async ctx => {
      const row: ImportRow = {
        workspaceNo: ctx.workspace.no,
        id: importId,
        status: input.leasedUntil === null ? 'pending' : 'running',
        fileName: details.fileName,
        mapping,
        eventPerContent: details.events === 'per_content',
        bytes: received.bytes,
        rowsDone: 0,
        linesDone: 0,
        bytesDone: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        failed: 0,
        warnings: 0,
        error: null,
        actor: ctx.actor,
        requestId: ctx.requestId,
        leasedUntil: input.leasedUntil,
        createdAt: ctx.now,
        completedAt: null,
      }
      await insertImport(ctx, row)
      return toImport(row)
    })
  } catch (error) {
    await transact(scope, ctx => deleteChunks(ctx, importId)).catch(() => {})
    throw error
  }
}
