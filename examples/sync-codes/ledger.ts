import { DatabaseSync } from 'node:sqlite'

export interface Step {
  readonly eventId: string
  readonly codeId: string
  readonly sequence: number
}

/** What was done already: each event once, and for each code nothing older than what was done last. */
export interface Ledger {
  isDone(step: Step): boolean
  /** Call it when the step took effect. */
  done(step: Step): void
  close(): void
}

export function openLedger(path: string): Ledger {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL')
  db.exec('CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY) WITHOUT ROWID')
  db.exec('CREATE TABLE IF NOT EXISTS codes (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID')
  const find = db.prepare('SELECT 1 FROM events WHERE id = ? UNION ALL SELECT 1 FROM codes WHERE id = ? AND sequence > ?')
  const addEvent = db.prepare('INSERT INTO events (id) VALUES (?) ON CONFLICT DO NOTHING')
  const setCode = db.prepare(
    'INSERT INTO codes (id, sequence) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET sequence = max(sequence, excluded.sequence)',
  )
  return {
    isDone: ({ eventId, codeId, sequence }) => find.get(eventId, codeId, sequence) !== undefined,
    done: ({ eventId, codeId, sequence }) => {
      db.exec('BEGIN')
      addEvent.run(eventId)
      setCode.run(codeId, sequence)
      db.exec('COMMIT')
    },
    close: () => db.close(),
  }
}
