import { type BindingCommand, type BindingState, decideBinding, type EventType } from '@sparkkit/core'
import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { toBinding } from './binding-resource.ts'
import { type AdAccountRow, type BindingRow, lockBindings, saveBindingRows } from './binding-store.ts'

const stateOf = (row: BindingRow): BindingState => {
  const { status, intent, reason, attempt, failures, tryAt, leasedUntil, boundAt, unboundAt } = row
  return { status, intent, reason, attempt, failures, tryAt, leasedUntil, boundAt, unboundAt }
}

export interface NewBinding {
  readonly codeId: string
  readonly contentId: string
  readonly account: Pick<AdAccountRow, 'id' | 'advertiserId'>
  readonly origin: BindingRow['origin']
  readonly replacesId?: string
}

/** The bindings of posts that are locked. Commands are decided in memory; {@link BindingSet.save} writes what came of them. */
export class BindingSet {
  readonly #rows: Map<string, BindingRow>
  readonly #stored: ReadonlyMap<string, BindingRow>

  constructor(rows: readonly BindingRow[]) {
    this.#rows = new Map(rows.map(row => [row.id, row]))
    this.#stored = new Map(this.#rows)
  }

  static async load(ctx: Ctx, contentIds: readonly string[]): Promise<BindingSet> {
    return new BindingSet(await lockBindings(ctx, contentIds))
  }

  get rows(): readonly BindingRow[] {
    return [...this.#rows.values()]
  }

  get(id: string): BindingRow | undefined {
    return this.#rows.get(id)
  }

  find(codeId: string, adAccountId: string): BindingRow | undefined {
    return this.rows.find(row => row.codeId === codeId && row.adAccountId === adAccountId)
  }

  decide(ctx: Ctx, row: BindingRow, command: BindingCommand): BindingRow {
    const { state, event } = decideBinding(stateOf(row), command, { now: ctx.now, wallNow: ctx.services.wallNow() })
    const requestedAt = event === 'requested' ? ctx.now : row.requestedAt
    const checkedAt = command.type === 'report' ? ctx.services.wallNow() : row.checkedAt
    const next = { ...row, ...state, requestedAt, checkedAt, updatedAt: ctx.now }
    this.#rows.set(row.id, next)
    if (event) this.#tell(ctx, next, { type: `binding.${event}`, before: row })
    return next
  }

  /** Wants a code on an ad account; where it is wanted already nothing changes. */
  want(ctx: Ctx, { codeId, contentId, account, origin, replacesId }: NewBinding): BindingRow {
    const known = this.find(codeId, account.id)
    if (known) return this.decide(ctx, known, { type: 'bind' })
    const { state } = decideBinding(null, { type: 'bind' }, { now: ctx.now, wallNow: ctx.services.wallNow() })
    const row: BindingRow = {
      workspaceNo: ctx.workspace.no,
      id: ctx.services.newId('binding'),
      codeId,
      contentId,
      adAccountId: account.id,
      advertiserId: account.advertiserId,
      origin,
      replacesId: replacesId ?? null,
      ...state,
      requestedAt: ctx.now,
      gapToldAt: null,
      checkedAt: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }
    this.#rows.set(row.id, row)
    this.#tell(ctx, row, { type: 'binding.requested' })
    return row
  }

  /** Ads go on with the old code until its end: told once, when the new one cannot take its place. */
  tellGap(ctx: Ctx, row: BindingRow): void {
    if (row.replacesId === null || row.gapToldAt !== null) return
    const next = { ...row, gapToldAt: ctx.now }
    this.#rows.set(row.id, next)
    this.#tell(ctx, next, { type: 'binding.not_rebound' })
  }

  async save(ctx: Ctx): Promise<void> {
    const changed = this.rows.filter(row => row !== this.#stored.get(row.id))
    await saveBindingRows(ctx, {
      added: changed.filter(row => !this.#stored.has(row.id)),
      changed: changed.filter(row => this.#stored.has(row.id)),
    })
  }

  #tell(ctx: Ctx, row: BindingRow, { type, before }: { type: EventType; before?: BindingRow }): void {
    const previous = before && changedFields(toBinding(before), toBinding(row))
    ctx.emit({ type, subjectId: row.id, data: toBinding(row), ...(previous && { previous }) })
  }
}
