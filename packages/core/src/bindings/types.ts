import type { Millis } from '../spark/types.ts'
import type { BindingReason } from './reasons.ts'

export const BINDING_STATUSES = ['pending', 'bound', 'failed', 'unbound'] as const
export type BindingStatus = (typeof BINDING_STATUSES)[number]

/** What is wanted. A binding whose status does not fit is worked on, or waits for a person. */
export type BindingIntent = 'bind' | 'unbind'

/** One code on one ad account: the part of it that decisions read and write. */
export interface BindingState {
  readonly status: BindingStatus
  readonly intent: BindingIntent
  /** Why it failed, ended, waits or needs a look. */
  readonly reason: BindingReason | null
  /** How many tries were begun, ever: the number of a try tells its late report from another one's. */
  readonly attempt: number
  /** Tries that led nowhere since somebody last wanted something. */
  readonly failures: number
  /** When to try next (wall time). Null when there is nothing to do. */
  readonly tryAt: Millis | null
  /** Until then a try is under way and nobody begins another (wall time). */
  readonly leasedUntil: Millis | null
  readonly boundAt: Millis | null
  readonly unboundAt: Millis | null
}

/** What a try, or a look at the ad account, found. */
export type BindingOutcome =
  | { readonly type: 'bound' }
  /** The ad account does not have the post. */
  | { readonly type: 'absent' }
  /** Trying again would not help. */
  | { readonly type: 'refused'; readonly reason: BindingReason }
  | { readonly type: 'later'; readonly reason: BindingReason; readonly retryAfterMs?: number | undefined }

export type BindingCommand =
  | { readonly type: 'bind' }
  /** It is wanted no longer, and the ad platform has to be told. */
  | { readonly type: 'unbind'; readonly reason: BindingReason }
  /** It came to an end by itself: the ad platform knows. Still wanted, should the code live again. */
  | { readonly type: 'end'; readonly reason: BindingReason }
  | { readonly type: 'begin'; readonly leaseMs: Millis }
  | { readonly type: 'report'; readonly attempt: number; readonly outcome: BindingOutcome }
  /** What the list of the ad account shows. `reason`: what is wrong with the post there, or why it is gone. */
  | { readonly type: 'notice'; readonly isThere: boolean; readonly reason: BindingReason | null }

export const BINDING_EVENTS = ['requested', 'bound', 'failed', 'unbound', 'updated'] as const
export type BindingEvent = (typeof BINDING_EVENTS)[number]

export interface BindingDecision {
  readonly state: BindingState
  /** What happened; null when nothing that anybody is told about. */
  readonly event: BindingEvent | null
}

/** Both clocks: what happened when, and when to do what. */
export interface BindingTime {
  /** Domain time. */
  readonly now: Millis
  readonly wallNow: Millis
}
