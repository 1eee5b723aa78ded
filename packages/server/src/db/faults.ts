/** An error and what caused it, outermost first. */
function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : []
}

/** The codes of an error and of what caused it, outermost first: SQLite's, PostgreSQL's, of the network, our own. */
export const codesOf = (error: unknown): string[] =>
  chainOf(error).flatMap(each => ('code' in each && typeof each.code === 'string' ? each.code : []))

/** What the PostgreSQL driver says, without a code, of a connection that broke, fell silent or did not come about. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/

/** What SQLite, our worker threads, the network and PostgreSQL say where storage does not serve now. */
const UNAVAILABLE =
  /^(SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB)|SPARKKIT_|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOST|ENET|08|25P03|53|57)/

/** Whether storage does not serve for a reason that may go away: a lock held elsewhere, a connection lost, a full disk, a damaged file. */
export const isUnavailable = (error: unknown): boolean =>
  codesOf(error).some(code => UNAVAILABLE.test(code)) || chainOf(error).some(({ message }) => LOST_CONNECTION.test(message))

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
  for (const code of codesOf(error)) {
    const found = ADVICE.find(([pattern]) => pattern.test(code))
    if (found) return found[1]
  }
  return undefined
}
