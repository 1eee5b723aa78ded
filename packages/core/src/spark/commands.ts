import type { ErrorCode } from '../errors.ts'
import type { EventType } from '../events/catalogue.ts'
import type { Millis, SparkCodeState, SparkRequestState } from './types.ts'

/** A code on its way in. Its window is the verified one, else the declared days, else the assumed days, counted from receipt. */
export interface IncomingCode {
  /** The id it gets when it is new; a code already known for the content keeps its own. */
  readonly id: string
  /** Keyed hash; equal for equal codes of one workspace. */
  readonly fingerprint: string
  /** The days the creator chose in TikTok, 1 to 365. */
  readonly declaredDays?: number | undefined
  /** The window TikTok told. */
  readonly verifiedWindow?: { readonly startsAt: Millis; readonly endsAt: Millis } | undefined
}

/** Everything that can be asked of one content's requests and codes. */
export type SparkCommand =
  | {
      readonly type: 'request'
      readonly requestId: string
      /** Whole days, 1 to 365. */
      readonly askedDays: number
      readonly respondBy: Millis
      /** The code this asks to renew; without it a content with a live code is not asked again. */
      readonly renewsCodeId?: string | null | undefined
    }
  | { readonly type: 'mark_sent'; readonly requestId: string }
  | { readonly type: 'open'; readonly requestId: string }
  | { readonly type: 'approve'; readonly requestId: string; readonly code: IncomingCode }
  | { readonly type: 'reject'; readonly requestId: string; readonly reason?: string | null | undefined }
  | { readonly type: 'cancel'; readonly requestId: string }
  | { readonly type: 'lapse'; readonly requestId: string }
  | {
      readonly type: 'add_code'
      readonly code: IncomingCode
      /** The window as the person adding it knows it; one already over is kept as history. */
      readonly startsAt?: Millis | undefined
      readonly endsAt?: Millis | undefined
      /** The window to assume when nobody asked for one; 30 without it. */
      readonly assumedDays?: number | undefined
    }
  | { readonly type: 'withdraw'; readonly codeId: string }
  | { readonly type: 'extend'; readonly codeId: string; readonly endsAt: Millis }
  /** TikTok told the true window, which counts whatever was believed. */
  | { readonly type: 'confirm'; readonly codeId: string; readonly startsAt: Millis; readonly endsAt: Millis }
  | { readonly type: 'expire'; readonly codeId: string }
  | { readonly type: 'announce'; readonly codeId: string; readonly thresholdsDays?: readonly number[] | undefined }
  | { readonly type: 'invalidate'; readonly codeId: string; readonly reason: string }

export type SparkCommandOf<Type extends SparkCommand['type']> = Extract<SparkCommand, { readonly type: Type }>

interface DecidedBase {
  readonly type: EventType
}

/** One fact to append to the log. `previous` holds the earlier values of the fields that changed; null for a noun that is new. */
export type DecidedEvent =
  | (DecidedBase & {
      readonly subject: { readonly kind: 'sparkRequest'; readonly id: string }
      readonly previous: Partial<SparkRequestState> | null
    })
  | (DecidedBase & {
      readonly subject: { readonly kind: 'sparkCode'; readonly id: string }
      readonly previous: Partial<SparkCodeState> | null
    })

export interface Decided {
  readonly ok: true
  /** The requests that are new or changed, whole. */
  readonly requests: readonly SparkRequestState[]
  /** The codes that are new or changed, whole, those no longer live first: saved in this order, no two are ever live at once. */
  readonly codes: readonly SparkCodeState[]
  readonly events: readonly DecidedEvent[]
  /** The code that an `approve` or `add_code` led to: a known one when the same code came again; null for other commands. */
  readonly codeId: string | null
}

export interface Refused {
  readonly ok: false
  readonly error: ErrorCode
  /** What exactly, when the error's title does not say it all. */
  readonly detail?: string
}

/** The answer to a command. `ok` with no changes means that it was so already. */
export type Decision = Decided | Refused
