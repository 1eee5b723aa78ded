/** All times in core are epoch milliseconds in the workspace's domain time. */
export type Millis = number

export const REQUEST_STATUSES = ['pending', 'approved', 'rejected', 'cancelled', 'lapsed'] as const
export type SparkRequestStatus = (typeof REQUEST_STATUSES)[number]

export const CODE_STATUSES = ['live', 'expired', 'withdrawn', 'superseded', 'invalid'] as const
export type SparkCodeStatus = (typeof CODE_STATUSES)[number]

/** `verified`: TikTok said so; `declared`: the creator said how many days; `assumed`: the asked window, counted from receipt. */
export const WINDOW_SOURCES = ['verified', 'declared', 'assumed'] as const
export type WindowSource = (typeof WINDOW_SOURCES)[number]

/** One ask for one content: the part of it that decisions read and write. */
export interface SparkRequestState {
  readonly id: string
  readonly status: SparkRequestStatus
  /** Asked window in days, 1 to 365. */
  readonly askedDays: number
  readonly respondBy: Millis
  readonly createdAt: Millis
  /** Marked sent, copied in a widget, opened or answered, whichever came first. */
  readonly sentAt: Millis | null
  readonly openedAt: Millis | null
  readonly answeredAt: Millis | null
  readonly rejectionReason: string | null
  readonly cancelledAt: Millis | null
  readonly lapsedAt: Millis | null
  /** The code this request asks to renew. */
  readonly renewsCodeId: string | null
}

/** One authorization code, a version among its content's codes: the part of it that decisions read and write. */
export interface SparkCodeState {
  readonly id: string
  readonly requestId: string | null
  readonly status: SparkCodeStatus
  /** Keyed hash of the code, unique inside a workspace; the code itself never reaches a decision. */
  readonly fingerprint: string
  readonly receivedAt: Millis
  readonly startsAt: Millis
  readonly endsAt: Millis
  readonly windowSource: WindowSource
  /** Set when a newer code took its place; that code's id. */
  readonly supersededById: string | null
  readonly withdrawnAt: Millis | null
  readonly invalidReason: string | null
  /**
   * Thresholds of this many days and more are announced, or had passed when the present window became known; null: none is.
   * Whole days; a new window starts at the days it had left.
   */
  readonly warnedDays: number | null
}

/** The unit of decision: one post with all its requests and codes. */
export interface SparkState {
  readonly contentId: string
  readonly requests: readonly SparkRequestState[]
  readonly codes: readonly SparkCodeState[]
}
