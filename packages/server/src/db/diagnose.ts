import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'drizzle-orm'
import { type KeyRing, KeyRingError } from '../security/key-ring.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { Engine } from './engine.ts'

export interface Finding {
  readonly check: 'database' | 'migrations' | 'integrity' | 'key_ring' | 'clock' | 'disk'
  readonly level: 'ok' | 'warning' | 'error'
  readonly sentence: string
}

interface Patient {
  readonly databaseUrl: string
  readonly keyRing: KeyRing
  /** Wall time of this machine, epoch milliseconds. */
  readonly now: number
}

const CLOCK_TOLERANCE_MS = 5_000
const LOW_DISK_BYTES = 1024 ** 3

/** Rows whose other half is gone, by what should hold between tables: there are no foreign keys to do so. */
const ORPHANS = {
  'posts without a creator': sql`SELECT count(*) AS n FROM content AS c WHERE NOT EXISTS (SELECT 1 FROM creators AS o WHERE o.workspace_no = c.workspace_no AND o.id = c.creator_id)`,
  'codes without a post': sql`SELECT count(*) AS n FROM spark_codes AS c WHERE NOT EXISTS (SELECT 1 FROM content AS o WHERE o.workspace_no = c.workspace_no AND o.id = c.content_id)`,
  'requests without a post': sql`SELECT count(*) AS n FROM spark_requests AS c WHERE NOT EXISTS (SELECT 1 FROM content AS o WHERE o.workspace_no = c.workspace_no AND o.id = c.content_id)`,
  'requests without an approval link': sql`SELECT count(*) AS n FROM spark_requests AS c WHERE NOT EXISTS (SELECT 1 FROM approval_links AS o WHERE o.workspace_no = c.workspace_no AND o.id = c.link_id)`,
  'deliveries without an event': sql`SELECT count(*) AS n FROM deliveries AS c WHERE c.status = 'pending' AND NOT EXISTS (SELECT 1 FROM events AS o WHERE o.workspace_no = c.workspace_no AND o.id = c.event_id)`,
}

async function migrations(engine: Engine): Promise<Finding> {
  const { applied, pending } = await engine.migrations.state()
  return pending.length === 0
    ? { check: 'migrations', level: 'ok', sentence: `All ${applied.length} migrations are applied.` }
    : { check: 'migrations', level: 'error', sentence: `The database lacks ${pending.join(', ')}. Run \`sparkkit migrate\`.` }
}

async function integrity({ db, dialect }: Engine): Promise<Finding[]> {
  const findings: Finding[] = []
  if (dialect.engine === 'sqlite') {
    const rows = await dialect.all<{ integrity_check: string }>(db, sql`PRAGMA integrity_check`)
    const faults = rows.map(row => row.integrity_check).filter(line => line !== 'ok')
    if (faults.length > 0) {
      findings.push({ check: 'integrity', level: 'error', sentence: `The database file is damaged: ${faults[0]}. Restore a backup.` })
    }
  }
  for (const [what, query] of Object.entries(ORPHANS)) {
    const [row] = await dialect.all<{ n: number }>(db, query)
    if (Number(row?.n) > 0) findings.push({ check: 'integrity', level: 'error', sentence: `There are ${row?.n} ${what}.` })
  }
  return findings.length > 0
    ? findings
    : [{ check: 'integrity', level: 'ok', sentence: 'The database is whole, and every row has its other half.' }]
}

async function keyRing({ db, tables }: Engine, ring: KeyRing): Promise<Finding> {
  const { sparkCodes, workspaces } = tables
  const rows = await db
    .select({ id: sparkCodes.id, workspaceNo: sparkCodes.workspaceNo, sealed: sparkCodes.sealed })
    .from(sparkCodes)
    .limit(20)
  const ids = new Map((await db.select({ no: workspaces.no, id: workspaces.id }).from(workspaces)).map(({ no, id }) => [no, id]))
  try {
    for (const row of rows) ring.open(row.sealed, { workspaceId: ids.get(row.workspaceNo) ?? '', rowId: row.id, purpose: 'spark_code' })
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error
    return { check: 'key_ring', level: 'error', sentence: `The key ring does not open what is sealed here: ${error.message}` }
  }
  return {
    check: 'key_ring',
    level: 'ok',
    sentence: rows.length === 0 ? 'The key ring is readable; nothing is sealed yet.' : 'The key ring opens what is sealed here.',
  }
}

async function clock({ db, dialect, tables }: Engine, now: number): Promise<Finding> {
  const query =
    dialect.engine === 'postgres'
      ? sql`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at`
      : sql`SELECT max(created_at) AS at FROM ${tables.workspaces}`
  const [row] = await dialect.all<{ at: number | string | null }>(db, query)
  const ahead = Number(row?.at ?? now) - now
  const isOff = dialect.engine === 'postgres' ? Math.abs(ahead) > CLOCK_TOLERANCE_MS : ahead > CLOCK_TOLERANCE_MS
  return isOff
    ? {
        check: 'clock',
        level: 'warning',
        sentence: `This machine's clock is ${Math.round(Math.abs(ahead) / 1000)} s off what the database says.`,
      }
    : { check: 'clock', level: 'ok', sentence: "This machine's clock agrees with the database." }
}

async function disk({ databaseUrl }: Patient): Promise<Finding[]> {
  const location = parseDatabaseUrl(databaseUrl)
  if (location.engine === 'postgres') return []
  const { bavail, bsize } = await statfs(dirname(location.path))
  const free = bavail * bsize
  const sentence = `${(free / 1024 ** 3).toFixed(1)} GiB are free on the disk of the database.`
  return [{ check: 'disk', level: free < LOW_DISK_BYTES ? 'warning' : 'ok', sentence }]
}

/** What an operator wants to know before blaming anything else, in plain sentences. */
export async function diagnose(engine: Engine, patient: Patient): Promise<Finding[]> {
  const schema = await migrations(engine)
  const answer: Finding = {
    check: 'database',
    level: 'ok',
    sentence: `The ${engine.dialect.engine === 'sqlite' ? 'embedded' : 'PostgreSQL'} database answers.`,
  }
  if (schema.level === 'error') return [answer, schema, ...(await disk(patient))]
  return [
    answer,
    schema,
    ...(await integrity(engine)),
    await keyRing(engine, patient.keyRing),
    await clock(engine, patient.now),
    ...(await disk(patient)),
  ]
}
