import type { Decision, SparkCommandOf } from './commands.ts'
import { changeCode, changeRequest, type Draft, finish, refuse } from './draft.ts'
import { DEFAULT_THRESHOLDS_DAYS, dueThreshold } from './ticks.ts'
import type { SparkCodeState, SparkRequestState } from './types.ts'
import { isLiveAt, passedDays } from './window.ts'

export function decideWithdraw(draft: Draft, code: SparkCodeState): Decision {
  if (code.status === 'withdrawn') return finish(draft)
  if (!isLiveAt(code, draft.now)) return refuse('spark_code_not_live')
  changeCode(draft, code, { type: 'spark_code.withdrawn', set: { status: 'withdrawn', withdrawnAt: draft.now } })
  return finish(draft)
}

export function decideExtend(draft: Draft, code: SparkCodeState, { endsAt }: SparkCommandOf<'extend'>): Decision {
  if (code.status !== 'live' && code.status !== 'expired') return refuse('spark_code_not_live')
  if (endsAt === code.endsAt) return finish(draft)
  if (!(endsAt > code.endsAt && endsAt > draft.now))
    return refuse('invalid_request', 'The new end must be later than the present one and lie ahead.')
  for (const other of draft.codes.values()) {
    if (other.id === code.id || other.status !== 'live') continue
    if (isLiveAt(other, draft.now)) return refuse('already_approved', 'Another code of this content is live.')
    changeCode(draft, other, { type: 'spark_code.expired', set: { status: 'expired' } })
  }
  changeCode(draft, code, {
    type: 'spark_code.extended',
    set: { status: 'live', endsAt, windowSource: 'declared', warnedDays: passedDays(endsAt, draft.now) },
  })
  return finish(draft)
}

/** A code that was taken back, replaced or refused stays so; one that ended too early lives again unless another does. */
export function decideConfirm(draft: Draft, code: SparkCodeState, { startsAt, endsAt }: SparkCommandOf<'confirm'>): Decision {
  if (!(endsAt > startsAt)) return refuse('invalid_request', 'The window must end after it starts.')
  if (code.status !== 'live' && code.status !== 'expired') return finish(draft)
  const isOver = endsAt <= draft.now
  const otherLives = [...draft.codes.values()].some(other => other.id !== code.id && other.status === 'live')
  if (code.status === 'expired' && !isOver && otherLives) return finish(draft)
  const status = isOver ? 'expired' : 'live'
  const isNews = status === 'live' && endsAt > code.endsAt
  const warnedDays = status === 'live' && endsAt !== code.endsAt ? passedDays(endsAt, draft.now) : code.warnedDays
  const ended = isOver && code.status === 'live' ? 'spark_code.expired' : 'spark_code.verified'
  changeCode(draft, code, {
    type: isNews ? 'spark_code.extended' : ended,
    set: { startsAt, endsAt, status, warnedDays, windowSource: 'verified' },
  })
  return finish(draft)
}

/** The clock may come late or twice: a code that runs on, or has gone already, stays as it is. */
export function decideExpire(draft: Draft, code: SparkCodeState): Decision {
  if (code.status === 'live' && code.endsAt <= draft.now) {
    changeCode(draft, code, { type: 'spark_code.expired', set: { status: 'expired' } })
  }
  return finish(draft)
}

export function decideAnnounce(draft: Draft, code: SparkCodeState, { thresholdsDays }: SparkCommandOf<'announce'>): Decision {
  const days = dueThreshold(code, draft.now, thresholdsDays ?? DEFAULT_THRESHOLDS_DAYS)
  if (days !== null) changeCode(draft, code, { type: 'spark_code.expiring', set: { warnedDays: days } })
  return finish(draft)
}

export function decideInvalidate(draft: Draft, code: SparkCodeState, { reason }: SparkCommandOf<'invalidate'>): Decision {
  if (code.status === 'invalid') return finish(draft)
  if (!isLiveAt(code, draft.now)) return refuse('spark_code_not_live')
  changeCode(draft, code, { type: 'spark_code.invalid', set: { status: 'invalid', invalidReason: reason } })
  const restored = supersededBy(draft, code)
  if (restored !== null) {
    changeCode(draft, restored, {
      type: 'spark_code.restored',
      set: { status: 'live', supersededById: null, warnedDays: passedDays(restored.endsAt, draft.now) },
    })
  }
  const request = code.requestId === null ? undefined : draft.requests.get(code.requestId)
  if (request !== undefined && restored?.requestId !== request.id) reopen(draft, request)
  return finish(draft)
}

/** The code this one took the place of, the latest received if there are several, while its window runs. */
function supersededBy(draft: Draft, code: SparkCodeState): SparkCodeState | null {
  let latest: SparkCodeState | null = null
  for (const other of draft.codes.values()) {
    if (other.status !== 'superseded' || other.supersededById !== code.id || other.endsAt <= draft.now) continue
    if (latest === null || other.receivedAt >= latest.receivedAt) latest = other
  }
  return latest
}

/**
 * Back to pending, with the whole time to respond once more if it has passed. Not while another request is open:
 * a content is asked for once at a time.
 */
function reopen(draft: Draft, request: SparkRequestState): void {
  if (request.status !== 'approved') return
  for (const other of draft.requests.values()) if (other.status === 'pending') return
  const respondBy = request.respondBy > draft.now ? request.respondBy : draft.now + (request.respondBy - request.createdAt)
  changeRequest(draft, request, { type: 'spark_request.reopened', set: { status: 'pending', answeredAt: null, respondBy } })
}
