import {
  applyDecision,
  type Decided,
  decide,
  nextCodeTick,
  nextReminderAt,
  projectionOf,
  type SparkCodeState,
  type SparkCommand,
  type SparkRequestState,
  type SparkState,
} from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { type ContentRow, lockContents, saveProjections } from '../content/index.ts'
import { followCodes } from './bindings.ts'
import { previousCodeFields, toAnnouncedSparkCode } from './code-resource.ts'
import { announceGaps } from './gaps.ts'
import { previousFields, toSparkRequest } from './resource.ts'
import { type CodeRow, findRequestsAndCodes, type RequestRow, saveDecisions } from './store.ts'
import { expiringDays } from './thresholds.ts'

/** What a new row holds beside the state that core decides about. */
export interface NewRows {
  request?: Pick<RequestRow, 'linkId' | 'channel' | 'templateId' | 'feeNote' | 'terms' | 'externalId' | 'metadata'>
  code?: Pick<CodeRow, 'sealed' | 'masked' | 'verifyAt' | 'source' | 'usedAt' | 'usedAdId' | 'usedAdAccountId' | 'externalId' | 'metadata'>
}

/** How a message went out, and what it was made from. */
export type SentHow = Pick<RequestRow, 'channel' | 'templateId'>

/**
 * The unit of decision: one post, locked, with all its requests and codes. Commands are decided in memory;
 * {@link saveSparkUnits} writes what came of them.
 */
export class SparkUnit {
  readonly content: ContentRow
  readonly #stored: { requests: Map<string, RequestRow>; codes: Map<string, CodeRow> }
  readonly #made: NewRows[] = []
  readonly #changed = new Set<string>()
  readonly events: Decided['events'][number][] = []
  readonly #sent = new Map<string, SentHow>()
  #state: SparkState

  constructor(content: ContentRow, rows: { requests: readonly RequestRow[]; codes: readonly CodeRow[] }) {
    this.content = content
    this.#stored = { requests: new Map(rows.requests.map(row => [row.id, row])), codes: new Map(rows.codes.map(row => [row.id, row])) }
    this.#state = { contentId: content.id, requests: rows.requests, codes: rows.codes }
  }

  get state(): SparkState {
    return this.#state
  }

  /** Throws the refusal as a Problem. */
  decide(ctx: Ctx, command: SparkCommand, made: NewRows = {}): Decided {
    const decision = decide(this.#state, command, ctx.now)
    if (!decision.ok) throw new Problem(decision.error, decision.detail)
    this.#state = applyDecision(this.#state, decision)
    this.#made.push(made)
    for (const { id } of [...decision.requests, ...decision.codes]) this.#changed.add(id)
    this.events.push(...decision.events)
    return decision
  }

  /** Notes how the message about a request went out, unless one did before. */
  markSent(ctx: Ctx, requestId: string, how: SentHow): void {
    if (this.decide(ctx, { type: 'mark_sent', requestId }).events.length > 0) this.#sent.set(requestId, how)
  }

  /** What of a request's row changed with an event beside the state that core decides about, as it was. */
  before({ type, subject }: Decided['events'][number]): Partial<SentHow> {
    const how = type === 'spark_request.sent' ? this.#sent.get(subject.id) : undefined
    const stored = this.#stored.requests.get(subject.id)
    if (!how || !stored) return {}
    return {
      ...(how.channel !== stored.channel && { channel: stored.channel }),
      ...(how.templateId !== stored.templateId && { templateId: stored.templateId }),
    }
  }

  requests(ctx: Ctx): { row: RequestRow; isNew: boolean }[] {
    const make = this.#made.find(made => made.request)?.request
    return this.#state.requests.filter(request => this.#changed.has(request.id)).map(request => this.#requestRow(ctx, request, make))
  }

  codes(ctx: Ctx): { row: CodeRow; isNew: boolean }[] {
    const make = this.#made.find(made => made.code)?.code
    return this.#state.codes.filter(code => this.#changed.has(code.id)).map(code => this.#codeRow(ctx, code, make))
  }

  #base(ctx: Ctx) {
    return { workspaceNo: ctx.workspace.no, contentId: this.content.id, creatorId: this.content.creatorId, updatedAt: ctx.now }
  }

  #requestRow(ctx: Ctx, state: SparkRequestState, make: NewRows['request']): { row: RequestRow; isNew: boolean } {
    const stored = this.#stored.requests.get(state.id)
    const reminders = stored?.reminders ?? 0
    const remindedAt = stored?.remindedAt ?? null
    const remindAt = nextReminderAt({ ...state, reminders, remindedAt })
    if (stored) return { row: { ...stored, ...state, ...this.#sent.get(state.id), remindAt, updatedAt: ctx.now }, isNew: false }
    if (!make) throw new Error(`Nothing was given to make request ${state.id} of.`)
    return { row: { ...this.#base(ctx), ...make, ...state, reminders, remindAt, remindedAt, reminderDueAt: null }, isNew: true }
  }

  #codeRow(ctx: Ctx, state: SparkCodeState, make: NewRows['code']): { row: CodeRow; isNew: boolean } {
    const stored = this.#stored.codes.get(state.id)
    const nextTickAt = nextCodeTick(state, expiringDays(ctx.workspace))
    const verifiedAt = stored?.verifiedAt ?? (state.windowSource === 'verified' ? ctx.now : null)
    if (stored) return { row: { ...stored, ...state, nextTickAt, verifiedAt, updatedAt: ctx.now }, isNew: false }
    if (!make) throw new Error(`Nothing was given to make code ${state.id} of.`)
    return { row: { ...this.#base(ctx), ...make, ...state, nextTickAt, verifiedAt, createdAt: ctx.now }, isNew: true }
  }
}

/** Locks the posts and loads their units, by content id; unknown ids are left out. */
export async function loadSparkUnits(ctx: Ctx, contentIds: readonly string[]): Promise<Map<string, SparkUnit>> {
  const contents = await lockContents(ctx, contentIds)
  const { requests, codes } = await findRequestsAndCodes(
    ctx,
    contents.map(content => content.id),
  )
  const requestsBy = Map.groupBy(requests, row => row.contentId)
  const codesBy = Map.groupBy(codes, row => row.contentId)
  return new Map(
    contents.map(content => [
      content.id,
      new SparkUnit(content, { requests: requestsBy.get(content.id) ?? [], codes: codesBy.get(content.id) ?? [] }),
    ]),
  )
}

/** One unit, for verbs about one post. */
export async function loadSparkUnit(ctx: Ctx, contentId: string): Promise<SparkUnit> {
  const unit = (await loadSparkUnits(ctx, [contentId])).get(contentId)
  if (!unit) throw new Problem('not_found')
  return unit
}

/** An event as others refer to it. */
export interface EventReference {
  readonly id: string
  readonly type: string
}

/** Writes what was decided, the projections on the posts and the events, each as one statement. Gives the events. */
export async function saveSparkUnits(ctx: Ctx, units: readonly SparkUnit[]): Promise<EventReference[]> {
  const touched = units.filter(unit => unit.events.length > 0)
  const requests = touched.flatMap(unit => unit.requests(ctx))
  const codes = touched.flatMap(unit => unit.codes(ctx))
  const rowsOf = <Row>(items: readonly { row: Row; isNew: boolean }[], isNew: boolean) =>
    items.filter(item => item.isNew === isNew).map(item => item.row)
  await saveDecisions(ctx, {
    newRequests: rowsOf(requests, true),
    changedRequests: rowsOf(requests, false),
    newCodes: rowsOf(codes, true),
    changedCodes: rowsOf(codes, false),
  })
  await saveProjections(
    ctx,
    touched.map(unit => ({
      workspaceNo: ctx.workspace.no,
      id: unit.content.id,
      ...projectionOf(unit.state, ctx.now),
      updatedAt: ctx.now,
    })),
  )
  const contents = new Map(touched.map(({ content }) => [content.id, content]))
  const data = new Map<string, object>([
    ...requests.map(({ row }): [string, object] => [row.id, toSparkRequest(row)]),
    ...codes.map(({ row }): [string, object] => [row.id, toAnnouncedSparkCode(row, contents.get(row.contentId))]),
  ])
  const codeRows = new Map(codes.map(({ row }) => [row.id, row]))
  const written: EventReference[] = []
  for (const unit of touched) {
    for (const event of unit.events) {
      const before = event.previous && { ...event.previous, ...unit.before(event) }
      const code = codeRows.get(event.subject.id)
      const previous = code && before ? previousCodeFields(code, before) : previousFields(before)
      const { type, subject } = event
      written.push({ id: ctx.emit({ type, subjectId: subject.id, data: data.get(subject.id) ?? {}, ...(previous && { previous }) }), type })
    }
  }
  await announceGaps(ctx, [...codeRows.values()])
  await followCodes(ctx, touched, [...codeRows.values()])
  return written
}
