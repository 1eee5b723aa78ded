import { sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { minuteSeqRange, SLOTS_PER_MINUTE as SLOTS } from './seq.ts'

/** Gives posts the next free slot of their minute; a full minute passes on to the next. Called under the ingest lock. */
export class SeqAllocator {
  readonly #ctx: Ctx
  readonly #next = new Map<number, number>()
  readonly #reading: Promise<void>

  /** `times` are those that will most likely be asked for: they are looked up meanwhile. */
  constructor(ctx: Ctx, times: readonly number[]) {
    this.#ctx = ctx
    this.#reading = this.#read(times.map(time => this.#baseOf(time)))
    this.#reading.catch(() => {})
  }

  async allocate(times: readonly number[]): Promise<number[]> {
    await this.#reading
    await this.#read(times.map(time => this.#baseOf(time)))
    const seqs: number[] = []
    for (const time of times) {
      let base = this.#baseOf(time)
      while (this.#nextIn(base) >= base + SLOTS) {
        base += SLOTS
        await this.#read([base])
      }
      const seq = this.#nextIn(base)
      this.#next.set(base, seq + 1)
      seqs.push(seq)
    }
    return seqs
  }

  #baseOf(time: number): number {
    return minuteSeqRange(this.#ctx.workspace.no, time).first
  }

  #nextIn(base: number): number {
    return this.#next.get(base) ?? base
  }

  async #read(wanted: readonly number[]): Promise<void> {
    const bases = [...new Set(wanted)].filter(base => !this.#next.has(base))
    if (bases.length === 0) return
    const { db, dialect, tables, workspace } = this.#ctx
    const rows = await dialect.all<{ base: number; last: number | null }>(
      db,
      sql`SELECT CAST(j.value ->> 0 AS bigint) AS base,
          (SELECT max(c.seq) FROM ${tables.content} AS c ${dialect.indexedBy(null)} WHERE c.workspace_no = ${workspace.no}
            AND c.seq BETWEEN CAST(j.value ->> 0 AS bigint) AND CAST(j.value ->> 1 AS bigint)) AS last
        FROM ${dialect.jsonRows(JSON.stringify(bases.map(base => [base, base + SLOTS - 1])))}`,
    )
    for (const { base, last } of rows) this.#next.set(base, last === null ? base : last + 1)
  }
}
