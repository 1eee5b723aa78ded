import * as pg from 'drizzle-orm/pg-core'
import * as sqlite from 'drizzle-orm/sqlite-core'

/**
 * Every column the service needs, by meaning. Tables are written once against this kit and built for two engines;
 * the SQLite half is the source of the types.
 */
const sqliteKit = {
  engine: 'sqlite' as 'sqlite' | 'postgres',
  table: sqlite.sqliteTable,
  text: (name: string) => sqlite.text(name),
  int: (name: string) => sqlite.integer(name),
  real: (name: string) => sqlite.real(name),
  /** Epoch milliseconds. */
  time: (name: string) => sqlite.integer(name),
  flag: (name: string) => sqlite.integer(name, { mode: 'boolean' }),
  json: <T>(name: string) => sqlite.text(name, { mode: 'json' }).$type<T>(),
  bytes: (name: string) => sqlite.blob(name, { mode: 'buffer' }),
  /** An integer the database hands out in insertion order. */
  serial: (name: string) => sqlite.integer(name).primaryKey({ autoIncrement: true }),
  /** An integer the caller chooses and the engine clusters rows by, where it can. */
  clusterKey: (name: string) => sqlite.integer(name).primaryKey(),
  index: sqlite.index,
  uniqueIndex: sqlite.uniqueIndex,
  primaryKey: sqlite.primaryKey,
}

export type Kit = typeof sqliteKit

/** The PostgreSQL half has the same shape, column by column, so the SQLite types hold for both. */
const asKit = (kit: unknown): Kit => kit as Kit

const bytea = pg.customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: value => value,
  fromDriver: value => Buffer.from(value),
})

const pgKit = asKit({
  engine: 'postgres',
  table: pg.pgTable,
  text: (name: string) => pg.text(name),
  int: (name: string) => pg.bigint(name, { mode: 'number' }),
  real: (name: string) => pg.doublePrecision(name),
  time: (name: string) => pg.bigint(name, { mode: 'number' }),
  flag: (name: string) => pg.boolean(name),
  json: (name: string) => pg.jsonb(name),
  bytes: (name: string) => bytea(name),
  serial: (name: string) => pg.bigint(name, { mode: 'number' }).generatedByDefaultAsIdentity(),
  clusterKey: (name: string) => pg.bigint(name, { mode: 'number' }).notNull(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
})

/** Builds one set of tables for both engines. */
export function defineTables<T>(define: (kit: Kit) => T): { sqlite: T; postgres: T } {
  return { sqlite: define(sqliteKit), postgres: define(pgKit) }
}

/** (workspace, id) is the primary key, or a unique index where SQLite clusters the rows by an integer of their own. */
export function idKey(kit: Kit, name: string, columns: { workspaceNo: sqlite.AnySQLiteColumn; id: sqlite.AnySQLiteColumn }) {
  const { workspaceNo, id } = columns
  return kit.engine === 'sqlite' ? kit.uniqueIndex(name).on(workspaceNo, id) : kit.primaryKey({ name, columns: [workspaceNo, id] })
}
