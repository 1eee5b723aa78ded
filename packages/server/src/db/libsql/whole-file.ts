import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { LibsqlError } from '@libsql/core/api'

/**
 * A file that is there whole or not at all, whatever ends the process in between, for the eyes of its owner only.
 * `write` fills an empty file beside it.
 */
export async function writeWholeFile(path: string, write: (partial: string) => Promise<unknown>): Promise<void> {
  if (existsSync(path)) throw new LibsqlError(`${path} already exists; a backup does not overwrite.`, 'SQLITE_MISUSE')
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  const file = await open(partial, 'wx', 0o600)
  try {
    await write(partial)
    await file.sync()
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
