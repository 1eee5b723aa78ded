import type { SparkStatus } from '../content/types.ts'
import type { Millis, SparkCodeState, SparkRequestState, SparkState } from './types.ts'
import { isLiveAt } from './window.ts'

/** What of a post's requests and codes stands on its content row. */
export interface SparkProjection {
  readonly sparkStatus: SparkStatus
  readonly openRequestId: string | null
  readonly liveCodeId: string | null
  /** The end of the live code. */
  readonly codeEndsAt: Millis | null
}

/** The spark status of a content: a live code, else the open request, else what happened last. */
export function sparkStatusOf(requests: readonly SparkRequestState[], codes: readonly SparkCodeState[], now: Millis): SparkStatus {
  if (codes.some(code => isLiveAt(code, now))) return 'approved'
  const open = requests.find(request => request.status === 'pending')
  if (open !== undefined) return open.sentAt === null ? 'queued' : 'requested'
  let latest: { status: SparkStatus; at: Millis } = { status: 'none', at: Number.NEGATIVE_INFINITY }
  for (const ending of [...codes.map(endOfCode), ...requests.map(endOfRequest)]) {
    if (ending !== null && ending.at > latest.at) latest = ending
  }
  return latest.status
}

export function projectionOf(state: SparkState, now: Millis): SparkProjection {
  const live = state.codes.find(code => isLiveAt(code, now))
  return {
    sparkStatus: sparkStatusOf(state.requests, state.codes, now),
    openRequestId: state.requests.find(request => request.status === 'pending')?.id ?? null,
    liveCodeId: live?.id ?? null,
    codeEndsAt: live?.endsAt ?? null,
  }
}

interface Ending {
  readonly status: SparkStatus
  readonly at: Millis
}

function endOfCode(code: SparkCodeState): Ending | null {
  if (code.status === 'withdrawn') return { status: 'withdrawn', at: code.withdrawnAt ?? code.receivedAt }
  // A live code past its end has expired, whether the clock has run or not.
  if (code.status === 'expired' || code.status === 'live') return { status: 'expired', at: code.endsAt }
  return null
}

function endOfRequest(request: SparkRequestState): Ending | null {
  if (request.status === 'rejected') return { status: 'rejected', at: request.answeredAt ?? request.createdAt }
  if (request.status === 'lapsed') return { status: 'lapsed', at: request.lapsedAt ?? request.respondBy }
  return null
}
