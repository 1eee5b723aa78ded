import type { Scope } from '../../context.ts'
import { reading } from '../../context.ts'
import type { Import } from './contract.ts'
import { createImport, type ImportDetails } from './create-import.ts'
import { getImport } from './read-imports.ts'
import { toImport } from './resource.ts'
import { LEASE_MS, runImport } from './run-import.ts'
import { findImportRow } from './store.ts'

const LOOK_EVERY_MS = 250

export interface ImportFileInput {
  readonly file: AsyncIterable<Uint8Array>
  readonly details: ImportDetails
  readonly onProgress?: (progress: Import) => void
}

/** Takes in a file and settles its rows in this process. Should another one have to take over, waits for it. */
export async function importFile(scope: Scope, input: ImportFileInput): Promise<Import> {
  const { services, workspace } = scope
  const ctx = reading(scope)
  const onProgress = (progress: Import): void => input.onProgress?.(progress)
  const leasedUntil = services.wallNow() + LEASE_MS
  const { id } = await createImport(scope, { file: input.file, details: () => input.details, leasedUntil })
  const row = await findImportRow(ctx, id)
  if (row) await runImport(services, { row, workspace }, { onProgress: held => onProgress(toImport(held)) })
  for (;;) {
    const progress = await getImport(ctx, id)
    if (progress.status === 'completed' || progress.status === 'failed') return progress
    onProgress(progress)
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
