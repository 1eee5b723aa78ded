import type { ReactiveController, ReactiveElement } from 'lit'
import { loadDraft, saveDraft } from '../elements/approval-form/draft.ts'
import type { Later } from '../elements/approval-form/view.ts'
import { ApprovalAnswerEvent, SparkkitErrorEvent, SparkkitReadyEvent } from '../events/approval-events.ts'
import type { Approval, ApprovalItem, CodeVerdict } from '../internal/api-types.ts'
import type { Answer, ApprovalApi } from '../internal/approval-api.ts'

/** What is known about the code in the field. */
export type Hint =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'paste_blocked' }
  | { readonly kind: 'problem'; readonly code: string }
  | { readonly kind: 'fine'; readonly verdict: CodeVerdict }

/** One post's half-finished answer. */
export interface ItemState {
  code: string
  /** Days the creator says they chose; null: as many as asked. */
  days: number | null
  reason: string
  panel: 'answer' | 'decline' | 'withdraw' | 'receipt'
  hint: Hint
  /** Why the last sending failed. */
  problem: string | null
  busy: boolean
  check: AbortController | null
}

/** A paste of several codes. */
export interface Several {
  text: string
  busy: boolean
  problem: string | null
  /** How many posts got a code; null until something was sorted. */
  placed: number | null
  unplaced: number
}

const TYPING_PAUSE_MS = 300
const NO_HINT: Hint = { kind: 'none' }

const freshState = (item: ApprovalItem): ItemState => ({
  code: '',
  days: null,
  reason: '',
  panel: item.status === 'pending' || item.status === 'lapsed' ? 'answer' : 'receipt',
  hint: NO_HINT,
  problem: null,
  busy: false,
  check: null,
})

/** The state of one creator's page: what was asked, what is being answered, and the calls that answer it. */
export class ApprovalSession implements ReactiveController {
  approval: Approval | null = null
  /** Why the page could not be loaded. */
  problem: string | null = null
  /** The part of the form that is loaded beside the data; null until it is there. */
  later: Later | null = null
  /** The request answered last, for focus and for the ears. */
  lastAnswered: string | null = null
  /** Several codes at once: what was pasted and what came of it. */
  several: Several | null = null
  api: ApprovalApi | null = null
  readonly #host: ReactiveElement
  readonly #states = new Map<string, ItemState>()

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    for (const state of this.#states.values()) state.check?.abort()
  }

  async load(api: ApprovalApi): Promise<void> {
    this.api = api
    this.problem = null
    this.#host.requestUpdate()
    const later = this.#loadLater()
    const answer = await api.read()
    if (this.api !== api) return
    if (!answer.ok)
      return this.fail(answer.code, code => {
        this.problem = code
      })
    const isPlain = answer.data.items.every(item => this.stateOf(item).panel === 'answer')
    if (!isPlain || this.#host.childElementCount > 0) await later
    this.#show(answer.data)
    this.#host.dispatchEvent(new SparkkitReadyEvent())
    void api.opened()
  }

  async #loadLater(): Promise<void> {
    try {
      this.later = await import('../elements/approval-form/later.ts')
      this.#host.requestUpdate()
    } catch {
      // The question can be answered without it.
    }
  }

  stateOf(item: ApprovalItem): ItemState {
    let state = this.#states.get(item.requestId)
    if (state === undefined) {
      state = freshState(item)
      const draft = loadDraft(item.requestId)
      if (draft !== null) {
        Object.assign(state, draft)
        if (draft.code !== '' && item.status !== 'cancelled') state.panel = 'answer'
      }
      this.#states.set(item.requestId, state)
    }
    return state
  }

  set(item: ApprovalItem, change: Partial<ItemState>): void {
    const state = Object.assign(this.stateOf(item), change)
    if ('code' in change || 'days' in change) saveDraft(item.requestId, state.code === '' ? null : { code: state.code, days: state.days })
    this.#host.requestUpdate()
  }

  /** Takes what was typed or pasted into the field, and has it checked once the creator pauses. */
  write(item: ApprovalItem, code: string, isWhole: boolean): void {
    this.set(item, { code, problem: null })
    void this.#check(item, isWhole ? 0 : TYPING_PAUSE_MS)
  }

  chooseDays(item: ApprovalItem, days: number): void {
    this.set(item, { days })
    void this.#check(item, 0)
  }

  /** Looks again at a draft that was restored. */
  recheck(item: ApprovalItem): void {
    void this.#check(item, 0)
  }

  async approve(item: ApprovalItem): Promise<void> {
    const state = this.stateOf(item)
    if (state.code.trim() === '') return this.set(item, { problem: 'spark_code_empty' })
    const given = { requestId: item.requestId, code: state.code, days: state.days ?? item.askedDays }
    await this.#answer(item, ['sparkkit-approve', 'sparkkit-approved'], api => api.approve(given))
  }

  async reject(item: ApprovalItem): Promise<void> {
    const { reason } = this.stateOf(item)
    await this.#answer(item, ['sparkkit-reject', 'sparkkit-rejected'], api => api.reject(item.requestId, reason))
  }

  async withdraw(item: ApprovalItem): Promise<void> {
    await this.#answer(item, ['sparkkit-withdraw', 'sparkkit-withdrawn'], api => api.withdraw(item.requestId))
  }

  async #answer(
    item: ApprovalItem,
    [before, after]: readonly [
      'sparkkit-approve' | 'sparkkit-reject' | 'sparkkit-withdraw',
      'sparkkit-approved' | 'sparkkit-rejected' | 'sparkkit-withdrawn',
    ],
    send: (api: ApprovalApi) => Promise<Answer<Approval>>,
  ): Promise<void> {
    const api = this.api
    const { requestId } = item
    if (api === null || this.stateOf(item).busy) return
    if (!this.#host.dispatchEvent(new ApprovalAnswerEvent(before, requestId, { cancelable: true }))) return
    this.stateOf(item).check?.abort()
    this.set(item, { busy: true, problem: null })
    const answer = await send(api)
    if (!answer.ok) return this.fail(answer.code, problem => this.set(item, { busy: false, problem }))
    saveDraft(requestId, null)
    this.#states.delete(requestId)
    this.lastAnswered = requestId
    this.#show(answer.data)
    this.#host.dispatchEvent(new ApprovalAnswerEvent(after, requestId, { cancelable: false }))
  }

  async #check(item: ApprovalItem, delayMs: number): Promise<void> {
    const state = this.stateOf(item)
    const check = new AbortController()
    state.check?.abort()
    state.check = check
    if (state.code.trim() === '') return this.set(item, { hint: NO_HINT })
    await new Promise(resolve => setTimeout(resolve, delayMs))
    if (check.signal.aborted || this.api === null) return
    const problem = this.later?.localProblem(state.code) ?? null
    if (problem !== null) return this.set(item, { hint: { kind: 'problem', code: problem } })
    this.set(item, { hint: { kind: 'checking' } })
    const given = { requestId: item.requestId, code: state.code, days: state.days ?? item.askedDays }
    const answer = await this.api.check(given, check.signal)
    if (!check.signal.aborted) this.set(item, { hint: hintOf(answer) })
  }

  update(): void {
    this.#host.requestUpdate()
  }

  #show(approval: Approval): void {
    this.approval = approval
    this.#host.requestUpdate()
  }

  /** Keeps why something failed, and tells the host page. */
  fail(code: string, keep: (code: string) => void): void {
    keep(code)
    this.#host.dispatchEvent(new SparkkitErrorEvent(code))
    this.#host.requestUpdate()
  }
}

/** A check that could not be made says nothing: sending the code will tell. */
function hintOf(answer: Answer<CodeVerdict>): Hint {
  if (!answer.ok) return NO_HINT
  const { ok, problem } = answer.data
  return ok ? { kind: 'fine', verdict: answer.data } : { kind: 'problem', code: problem?.code ?? 'unknown' }
}
