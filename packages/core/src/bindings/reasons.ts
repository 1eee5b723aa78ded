import { AD_REFUSALS, type AdRefusal } from '../platforms/ad-refusals.ts'
import type { SparkCodeStatus } from '../spark/types.ts'

/** Who can do what the action says. */
export type BindingFixer = (typeof AD_REFUSALS)[AdRefusal]['fixableBy']

export interface BindingReasonDefinition {
  readonly fixableBy: BindingFixer
  /** What to do, in one sentence. */
  readonly action: string
}

const OWN_REASONS = {
  asked: { fixableBy: 'nobody', action: 'Nothing: somebody asked for it.' },
  code_superseded: { fixableBy: 'nobody', action: 'Nothing: a newer code of the post took its place.' },
  code_withdrawn: { fixableBy: 'creator', action: 'The creator took the code back; ask for a new one if the ads are to go on.' },
  code_ended: { fixableBy: 'creator', action: 'The window of the code is over; ask the creator to extend it or for a new code.' },
  code_invalid: { fixableBy: 'creator', action: 'The code proved invalid; ask the creator for a new one.' },
  removed_there: {
    fixableBy: 'ad_manager',
    action: 'Somebody took the post out of the ad account; bind the code again if that was a mistake.',
  },
  not_authorized_there: { fixableBy: 'creator', action: 'The ad platform says that the post is not authorized any more; ask the creator.' },
  account_vanished: { fixableBy: 'ad_manager', action: 'The ad account is gone or closed to the connection; give it access again.' },
  connection_broken: { fixableBy: 'ad_manager', action: 'Connect the ad accounts again with a new token.' },
  connection_missing: { fixableBy: 'ad_manager', action: 'The connection was deleted; connect the ad account again.' },
} as const satisfies Record<string, BindingReasonDefinition>

/** Everything a binding can wait, fail or end for. */
export const BINDING_REASONS = { ...AD_REFUSALS, ...OWN_REASONS } as const
export type BindingReason = keyof typeof BINDING_REASONS

/** What to do about it, and who. */
export function bindingReason(reason: BindingReason): BindingReasonDefinition {
  const { action, fixableBy }: BindingReasonDefinition = BINDING_REASONS[reason]
  return { action, fixableBy }
}

/** What a code that is not live means for its bindings. */
export const CODE_END_REASONS: Readonly<Record<Exclude<SparkCodeStatus, 'live'>, BindingReason>> = {
  superseded: 'code_superseded',
  withdrawn: 'code_withdrawn',
  expired: 'code_ended',
  invalid: 'code_invalid',
}
