import type { Decision, IncomingCode, SparkCommandOf } from './commands.ts'
import { decideConfirm } from './decide-code.ts'
import { isWindowDays } from './decide-request.ts'
import { addCode, changeCode, changeRequest, type Draft, finish, refuse } from './draft.ts'
import type { Millis, SparkCodeState, SparkRequestState } from './types.ts'
import { type CodeWindow, DAY_MS, DEFAULT_WINDOW_DAYS, isExtension, isLiveAt, laterWindow, passedDays, windowOf } from './window.ts'

export function decideApprove(draft: Draft, request: SparkRequestState, incoming: IncomingCode): Decision {
  if (request.status === 'cancelled') return refuse('request_cancelled')
  const problem = problemOf(incoming)
  if (problem !== null) return refuse('invalid_request', problem)
  const window = windowOf(incoming, request.askedDays, draft.now)
  if (window.endsAt <= draft.now) return refuse('spark_code_not_live', 'The window of this code is already over.')
  return receive(draft, { request, incoming, window, isAnswer: true })
}

export function decideAddCode(draft: Draft, command: SparkCommandOf<'add_code'>): Decision {
  const problem = problemOf(command.code)
  if (problem !== null) return refuse('invalid_request', problem)
  const request = openRequest(draft)
  const known = codeWith(draft, command.code.fingerprint)
  const answered = draft.requests.get(known?.requestId ?? '')
  const assumedDays = request?.askedDays ?? answered?.askedDays ?? command.assumedDays ?? DEFAULT_WINDOW_DAYS
  const window = windowByHand(command, assumedDays, draft.now)
  if (!(window.endsAt > window.startsAt)) return refuse('invalid_request', 'The window must end after it starts.')
  return receive(draft, { request, incoming: command.code, window, isAnswer: false })
}

interface Receipt {
  readonly request: SparkRequestState | null
  readonly incoming: IncomingCode
  readonly window: CodeWindow
  /** The creator gave it for this very request; a code added by hand answers a request only when it brings something new. */
  readonly isAnswer: boolean
}

function receive(draft: Draft, receipt: Receipt): Decision {
  const { incoming, window, request } = receipt
  const known = codeWith(draft, incoming.fingerprint)
  if (known?.status === 'invalid') return refuse('spark_code_invalid')
  const isOver = window.endsAt <= draft.now
  if (known !== undefined) return isOver ? finish(draft, known.id) : bringBack(draft, known, receipt)
  if (!isOver) answerRequests(draft, request)
  addCode(draft, {
    id: incoming.id,
    requestId: isOver ? null : (request?.id ?? null),
    status: isOver ? 'expired' : 'live',
    fingerprint: incoming.fingerprint,
    receivedAt: draft.now,
    ...window,
    supersededById: null,
    withdrawnAt: null,
    invalidReason: null,
    warnedDays: passedDays(window.endsAt, draft.now),
  })
  if (!isOver) makeWay(draft, incoming.id)
  return finish(draft, incoming.id)
}

/** The same code for the same content: an extension, a return, or nothing new. */
function bringBack(draft: Draft, known: SparkCodeState, { request, window, isAnswer }: Receipt): Decision {
  if (isLiveAt(known, draft.now) && !isExtension(known, window)) {
    if (request !== null && isAnswer) approve(draft, request)
    if (window.windowSource === 'verified') decideConfirm(draft, known, { type: 'confirm', codeId: known.id, ...window })
    return finish(draft, known.id)
  }
  answerRequests(draft, request)
  const next = laterWindow(known, window)
  const isReturn = known.status === 'withdrawn' || known.status === 'superseded'
  changeCode(draft, known, {
    type: isReturn ? 'spark_code.restored' : 'spark_code.extended',
    set: {
      ...next,
      status: 'live',
      requestId: request?.id ?? known.requestId,
      supersededById: null,
      withdrawnAt: null,
      warnedDays: passedDays(next.endsAt, draft.now),
    },
  })
  makeWay(draft, known.id)
  return finish(draft, known.id)
}

/** A code that gives something new answers the request it came for and the open one, if that is another. */
function answerRequests(draft: Draft, request: SparkRequestState | null): void {
  if (request !== null) approve(draft, request)
  const open = openRequest(draft)
  if (open !== null) approve(draft, open)
}

function approve(draft: Draft, request: SparkRequestState): void {
  if (request.status === 'approved') return
  changeRequest(draft, request, {
    type: 'spark_request.approved',
    set: {
      status: 'approved',
      rejectionReason: null,
      sentAt: request.sentAt ?? draft.now,
      answeredAt: request.answeredAt ?? draft.now,
    },
  })
}

/** At most one code is live: whichever was so before is superseded, or expired if its end went by unnoticed. */
function makeWay(draft: Draft, codeId: string): void {
  for (const code of draft.codes.values()) {
    if (code.id === codeId || code.status !== 'live') continue
    if (isLiveAt(code, draft.now))
      changeCode(draft, code, { type: 'spark_code.superseded', set: { status: 'superseded', supersededById: codeId } })
    else changeCode(draft, code, { type: 'spark_code.expired', set: { status: 'expired' } })
  }
}

function codeWith(draft: Draft, fingerprint: string): SparkCodeState | undefined {
  return [...draft.codes.values()].find(code => code.fingerprint === fingerprint)
}

function openRequest(draft: Draft): SparkRequestState | null {
  for (const request of draft.requests.values()) if (request.status === 'pending') return request
  return null
}

function windowByHand({ code, startsAt, endsAt }: SparkCommandOf<'add_code'>, assumedDays: number, now: Millis): CodeWindow {
  if (code.verifiedWindow !== undefined || (startsAt === undefined && endsAt === undefined)) return windowOf(code, assumedDays, now)
  const start = startsAt ?? Math.min(now, (endsAt ?? now) - DAY_MS)
  if (endsAt !== undefined) return { startsAt: start, endsAt, windowSource: 'declared' }
  return {
    startsAt: start,
    endsAt: start + (code.declaredDays ?? assumedDays) * DAY_MS,
    windowSource: code.declaredDays === undefined ? 'assumed' : 'declared',
  }
}

function problemOf({ declaredDays, verifiedWindow }: IncomingCode): string | null {
  if (declaredDays !== undefined && !isWindowDays(declaredDays)) return 'The declared window is 1 to 365 whole days.'
  if (verifiedWindow !== undefined && !(verifiedWindow.endsAt > verifiedWindow.startsAt)) return 'The window must end after it starts.'
  return null
}
