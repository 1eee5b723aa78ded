import type { Actor, EventType, IdKind, SparkCodeStatus, SparkStatus } from '@sparkkit/core'
import { eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Database, Dialect } from './db/dialect.ts'
import type { Engine } from './db/engine.ts'
import { insertRows } from './db/rows.ts'
import type { Tables } from './db/schema.ts'
import type { AdPlatforms } from './features/ad-accounts/index.ts'
import type { SparkCodeVerifier } from './platforms/verifier.ts'
import type { GuardedFetch } from './security/guarded-fetch.ts'
import type { KeyRing } from './security/key-ring.ts'

/** What one running SparkKit is made of. Built once by the composition root, passed to everything. */
export interface Services {
  readonly engine: Engine
  readonly keyRing: KeyRing
  readonly logger: Logger
  /** Base of every URL handed out, without a trailing slash. */
  readonly publicUrl: string
  readonly fetch: GuardedFetch
  /** Whoever can tell about pasted codes. */
  readonly verifier: SparkCodeVerifier
  /** The ad accounts that codes are bound to. */
  readonly adPlatforms: AdPlatforms
  readonly newId: (kind: IdKind) => string
  /** Wall time, epoch milliseconds. */
  readonly wallNow: () => number
  /** Called after a commit that wrote events of these types, so that nobody needs to wait for their next look. */
  readonly onEvents: (types: readonly EventType[]) => void
}

export type Workspace = Tables['workspaces']['$inferSelect']

/** What an embed token shows of a workspace: everything else answers like missing. */
export interface RowFilter {
  /** Posts, and the codes of posts, with one of these statuses. */
  readonly sparkStatus?: readonly SparkStatus[] | undefined
  readonly codeStatus?: readonly SparkCodeStatus[] | undefined
  readonly creatorId?: readonly string[] | undefined
}

/** Who calls, for which workspace. */
export interface Scope {
  readonly services: Services
  readonly workspace: Workspace
  readonly actor: Actor
  readonly requestId: string | null
  readonly rowFilter?: RowFilter | undefined
}

export interface EmittedEvent {
  readonly type: EventType
  readonly subjectId: string
  /** The whole resource as the API shows it. */
  readonly data: object
  /** The changed fields as they were. */
  readonly previous?: Record<string, unknown>
}

/** What every verb gets: `verb(ctx, input)`. */
export interface Ctx extends Scope {
  /** The open transaction; outside one, the database. */
  readonly db: Database
  readonly tables: Tables
  readonly dialect: Dialect
  /** Domain time, epoch milliseconds: the workspace's clock. */
  readonly now: number
  /** Appends to the log in this transaction. Gives the id of the event. */
  readonly emit: (event: EmittedEvent) => string
  /** Writes what was emitted so far. At the end it happens by itself; a verb with thousands of events lets it overlap with its other writes. */
  readonly writeEvents: () => Promise<void>
}

/** Domain time differs from wall time in a sandbox only. */
export const domainNow = (scope: Scope): number => scope.workspace.clockAt ?? scope.services.wallNow()

const noEmit = (): never => {
  throw new Error('Events are written inside a transaction only.')
}

/** A context for reading, outside any transaction. */
export function reading(scope: Scope): Ctx {
  const { db, tables, dialect } = scope.services.engine
  return { ...scope, db, tables, dialect, now: domainNow(scope), emit: noEmit, writeEvents: noEmit }
}

export const clockKey = (workspace: Workspace): string => `clock:${workspace.no}`

/** Domain time inside a transaction. A sandbox's clock is read anew and stands still until the end: whoever advances it waits. */
async function clockIn(db: Database, scope: Scope): Promise<number> {
  const { dialect, tables } = scope.services.engine
  if (scope.workspace.clockAt === null) return scope.services.wallNow()
  await dialect.share(db, clockKey(scope.workspace))
  const [row] = await db
    .select({ clockAt: tables.workspaces.clockAt })
    .from(tables.workspaces)
    .where(eq(tables.workspaces.no, scope.workspace.no))
  return row?.clockAt ?? domainNow(scope)
}

/** Runs a verb in one write transaction; its events commit with it. `at` is the moment for whoever moves the clock. */
export const transact = <T>(scope: Scope, run: (ctx: Ctx) => Promise<T>, at?: number): Promise<T> =>
  transactIn(scope.services, async () => scope, { run, at })

/** The same where the workspace itself is made, or found, in the transaction. */
export async function transactIn<T>(
  services: Services,
  enter: (db: Database) => Promise<Scope>,
  { run, at }: { run: (ctx: Ctx) => Promise<T>; at?: number | undefined },
): Promise<T> {
  const { engine, onEvents } = services
  const { result, types } = await engine.transaction(async db => {
    const types: EventType[] = []
    let events: NumberedEvent[] = []
    const scope = await enter(db)
    const now = at ?? (await clockIn(db, scope))
    const ctx: Ctx = {
      ...scope,
      db,
      tables: engine.tables,
      dialect: engine.dialect,
      now,
      emit: event => {
        const id = services.newId('event')
        events.push({ ...event, id })
        types.push(event.type)
        return id
      },
      writeEvents: () => {
        const written = events
        events = []
        return appendEvents(ctx, written)
      },
    }
    const result = await run(ctx)
    await ctx.writeEvents()
    return { result, types }
  })
  if (types.length > 0) onEvents(types)
  return result
}

type NumberedEvent = EmittedEvent & { readonly id: string }

async function appendEvents(ctx: Ctx, events: readonly NumberedEvent[]): Promise<void> {
  await insertRows(
    ctx,
    ctx.tables.events,
    events.map(event => ({
      workspaceNo: ctx.workspace.no,
      id: event.id,
      type: event.type,
      subjectId: event.subjectId,
      occurredAt: ctx.now,
      actor: ctx.actor,
      requestId: ctx.requestId,
      data: event.data,
      previous: event.previous ?? null,
    })),
  )
}
