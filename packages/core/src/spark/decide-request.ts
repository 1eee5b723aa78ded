import type { Decision, SparkCommandOf } from './commands.ts'
import { addRequest, changeRequest, type Draft, finish, refuse } from './draft.ts'
import type { SparkRequestState } from './types.ts'
import { isLiveAt } from './window.ts'

const MAX_DAYS = 365

/** Whether `days` may be asked for or declared: whole days, 1 to 365. */
export function isWindowDays(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS
}

export function decideRequest(draft: Draft, command: SparkCommandOf<'request'>): Decision {
  if (draft.requests.has(command.requestId)) return finish(draft)
  if (!isWindowDays(command.askedDays)) return refuse('invalid_request', 'The asked window is 1 to 365 whole days.')
  if (!(command.respondBy > draft.now)) return refuse('invalid_request', 'The time to respond must lie ahead.')
  const renewsCodeId = command.renewsCodeId ?? null
  if (renewsCodeId !== null && !draft.codes.has(renewsCodeId)) return refuse('not_found', 'The code to renew is not one of this content.')
  for (const request of draft.requests.values()) if (request.status === 'pending') return refuse('already_open')
  for (const code of draft.codes.values()) if (isLiveAt(code, draft.now) && code.id !== renewsCodeId) return refuse('already_approved')
  addRequest(draft, {
    id: command.requestId,
    status: 'pending',
    askedDays: command.askedDays,
    respondBy: command.respondBy,
    createdAt: draft.now,
    sentAt: null,
    openedAt: null,
    answeredAt: null,
    rejectionReason: null,
    cancelledAt: null,
    lapsedAt: null,
    renewsCodeId,
  })
  return finish(draft)
}

export function decideMarkSent(draft: Draft, request: SparkRequestState): Decision {
  if (request.status === 'cancelled') return refuse('request_cancelled')
  if (request.sentAt !== null) return finish(draft)
  if (request.status !== 'pending') return refuse('request_not_pending')
  changeRequest(draft, request, { type: 'spark_request.sent', set: { sentAt: draft.now } })
  return finish(draft)
}

/** A page that is opened is never refused; a cancelled request only takes no note of it. */
export function decideOpen(draft: Draft, request: SparkRequestState): Decision {
  if (request.status !== 'cancelled' && request.openedAt === null) {
    changeRequest(draft, request, { type: 'spark_request.opened', set: { openedAt: draft.now, sentAt: request.sentAt ?? draft.now } })
  }
  return finish(draft)
}

export function decideReject(draft: Draft, request: SparkRequestState, reason: string | null): Decision {
  if (request.status === 'cancelled') return refuse('request_cancelled')
  if (request.status === 'approved') return refuse('request_already_approved')
  if (request.status === 'rejected') return finish(draft)
  changeRequest(draft, request, {
    type: 'spark_request.rejected',
    set: { status: 'rejected', rejectionReason: reason, sentAt: request.sentAt ?? draft.now, answeredAt: request.answeredAt ?? draft.now },
  })
  return finish(draft)
}

export function decideCancel(draft: Draft, request: SparkRequestState): Decision {
  if (request.status === 'cancelled') return finish(draft)
  if (request.status === 'approved') return refuse('request_already_approved')
  if (request.status !== 'pending') return refuse('request_not_pending')
  changeRequest(draft, request, { type: 'spark_request.cancelled', set: { status: 'cancelled', cancelledAt: draft.now } })
  return finish(draft)
}

/** The clock may come late or twice: what is not due, or not pending any more, stays as it is. */
export function decideLapse(draft: Draft, request: SparkRequestState): Decision {
  if (request.status === 'pending' && request.respondBy <= draft.now) {
    changeRequest(draft, request, { type: 'spark_request.lapsed', set: { status: 'lapsed', lapsedAt: draft.now } })
  }
  return finish(draft)
}
