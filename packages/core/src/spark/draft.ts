import type { ErrorCode } from '../errors.ts'
import type { EventType } from '../events/catalogue.ts'
import type { Decided, DecidedEvent, Refused } from './commands.ts'
import type { Millis, SparkCodeState, SparkRequestState, SparkState } from './types.ts'

/** A decision in the making: the state with the changes laid over it, and the events they give. */
export interface Draft {
  readonly now: Millis
  readonly requests: Map<string, SparkRequestState>
  readonly codes: Map<string, SparkCodeState>
  readonly changedRequests: Set<string>
  readonly changedCodes: Set<string>
  readonly events: DecidedEvent[]
}

export function startDraft(state: SparkState, now: Millis): Draft {
  return {
    now,
    requests: new Map(state.requests.map(request => [request.id, request])),
    codes: new Map(state.codes.map(code => [code.id, code])),
    changedRequests: new Set(),
    changedCodes: new Set(),
    events: [],
  }
}

export function refuse(error: ErrorCode, detail?: string): Refused {
  return detail === undefined ? { ok: false, error } : { ok: false, error, detail }
}

export function finish(draft: Draft, codeId: string | null = null): Decided {
  const codes = [...draft.codes.values()].filter(code => draft.changedCodes.has(code.id))
  return {
    ok: true,
    requests: [...draft.requests.values()].filter(request => draft.changedRequests.has(request.id)),
    codes: codes.sort((a, b) => Number(a.status === 'live') - Number(b.status === 'live')),
    events: draft.events,
    codeId,
  }
}

function earlier<Noun extends object>(before: Noun, change: Partial<Noun>): { previous: Partial<Noun>; isChanged: boolean } {
  const previous: Partial<Noun> = {}
  let isChanged = false
  for (const key in change) {
    if (before[key] === change[key]) continue
    previous[key] = before[key]
    isChanged = true
  }
  return { previous, isChanged }
}

export function addRequest(draft: Draft, request: SparkRequestState): void {
  draft.requests.set(request.id, request)
  draft.changedRequests.add(request.id)
  draft.events.push({ type: 'spark_request.created', subject: { kind: 'sparkRequest', id: request.id }, previous: null })
}

export function addCode(draft: Draft, code: SparkCodeState): void {
  draft.codes.set(code.id, code)
  draft.changedCodes.add(code.id)
  draft.events.push({ type: 'spark_code.received', subject: { kind: 'sparkCode', id: code.id }, previous: null })
}

/** A change of one request and the event that tells it. */
export interface RequestChange {
  readonly type: EventType
  readonly set: Partial<SparkRequestState>
}

/** A change of one code and the event that tells it. */
export interface CodeChange {
  readonly type: EventType
  readonly set: Partial<SparkCodeState>
}

export function changeRequest(draft: Draft, request: SparkRequestState, { type, set }: RequestChange): void {
  const { previous, isChanged } = earlier(request, set)
  if (!isChanged) return
  draft.requests.set(request.id, { ...request, ...set })
  draft.changedRequests.add(request.id)
  draft.events.push({ type, subject: { kind: 'sparkRequest', id: request.id }, previous })
}

export function changeCode(draft: Draft, code: SparkCodeState, { type, set }: CodeChange): void {
  const { previous, isChanged } = earlier(code, set)
  if (!isChanged) return
  draft.codes.set(code.id, { ...code, ...set })
  draft.changedCodes.add(code.id)
  draft.events.push({ type, subject: { kind: 'sparkCode', id: code.id }, previous })
}
