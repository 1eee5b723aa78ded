/** What to do about a storage engine that does not serve, by the code of its error. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_NOTADB/, 'The file is no database. Name another file, or restore a backup.'],
  [/^SQLITE_CORRUPT/, 'The database file is damaged. Stop SparkKit and restore a backup.'],
  [/^SQLITE_CANTOPEN/, 'The database file cannot be opened. Its folder must be there, and this user must be allowed to write to it.'],
  [/^SQLITE_READONLY/, 'The database file cannot be written to. This user must be allowed to write to it and to its folder.'],
  [/^SQLITE_BUSY/, 'Another process holds the database file. Wait for it, or stop it.'],
  [/^SQLITE_FULL/, 'The disk of the database is full. Make room.'],
  [/^SQLITE_IOERR/, 'The disk of the database fails. Look at the log of the system.'],
  [/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)/, 'PostgreSQL is not there. Look at host and port of its URL.'],
  [/^28/, 'PostgreSQL does not let this user in. Look at user and password of its URL.'],
  [/^3D000/, 'This PostgreSQL has no such database. Create it, or name another one in the URL.'],
]

/** A sentence for the person who runs SparkKit; undefined where an error is not one of storage, or speaks for itself. */
export function storageAdvice(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? String(error.code) : ''
  return ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? storageAdvice(error.cause)
}
