import type { Millis } from '../spark/types.ts'
import type { BindingReason } from './reasons.ts'
import type { BindingCommand, BindingDecision, BindingEvent, BindingOutcome, BindingState, BindingTime } from './types.ts'

const FIRST_RETRY_MS = 2000
const LAST_RETRY_MS = 3_600_000

const FRESH: BindingState = {
  status: 'unbound',
  intent: 'unbind',
  reason: null,
  attempt: 0,
  failures: 0,
  tryAt: null,
  leasedUntil: null,
  boundAt: null,
  unboundAt: null,
}

/** How long to wait after this many tries that led nowhere: from two seconds, doubling, to an hour. */
export const bindingRetryMs = (failures: number): Millis => Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 30), LAST_RETRY_MS)

/** Whether a try may begin. */
export const isBindingDue = ({ tryAt, leasedUntil }: BindingState, wallNow: Millis): boolean =>
  tryAt !== null && tryAt <= wallNow && (leasedUntil === null || leasedUntil <= wallNow)

/** Whether the ad platform is to have the post for this binding, or has it. */
export const isBindingWanted = ({ status, intent }: Pick<BindingState, 'status' | 'intent'>): boolean =>
  intent === 'bind' && (status === 'pending' || status === 'bound')

/** A binding that its own code's end stopped, and that its return starts again. */
export const isBindingSuspended = ({ status, intent }: Pick<BindingState, 'status' | 'intent'>): boolean =>
  intent === 'bind' && status === 'unbound'

/**
 * What a command does to one binding. Pure; a command given twice changes nothing the second time. `null` before: there is none yet.
 * Between `begin` and its `report` anything may happen, a crash too: the lease runs out, and the next try reads back first.
 */
export function decideBinding(before: BindingState | null, command: BindingCommand, time: BindingTime): BindingDecision {
  const state = before ?? FRESH
  switch (command.type) {
    case 'bind':
      return decideBind(state, time)
    case 'unbind':
      return decideUnbind(state, command.reason, time)
    case 'end':
      return decideEnd(state, command.reason, time)
    case 'begin':
      return decideBegin(state, command.leaseMs, time)
    case 'report':
      return command.attempt === state.attempt ? decideReport({ ...state, leasedUntil: null }, command.outcome, time) : same(state)
    case 'notice':
      return decideNotice(state, command, time)
  }
}

const same = (state: BindingState): BindingDecision => ({ state, event: null })
const change = (state: BindingState, set: Partial<BindingState>, event: BindingEvent | null): BindingDecision => ({
  state: { ...state, ...set },
  event,
})

function decideBind(state: BindingState, { wallNow }: BindingTime): BindingDecision {
  if (isBindingWanted(state)) return same(state)
  return change(state, { status: 'pending', intent: 'bind', reason: null, failures: 0, tryAt: wallNow, unboundAt: null }, 'requested')
}

function decideUnbind(state: BindingState, reason: BindingReason, { now, wallNow }: BindingTime): BindingDecision {
  if (state.intent === 'unbind') return same(state)
  const isUntouched = state.status === 'failed' || state.status === 'unbound' || state.attempt === 0
  if (!isUntouched) return change(state, { intent: 'unbind', reason, failures: 0, tryAt: wallNow }, 'requested')
  const event = state.status === 'unbound' ? null : 'unbound'
  return change(state, { status: 'unbound', intent: 'unbind', reason, tryAt: null, unboundAt: state.unboundAt ?? now }, event)
}

function decideEnd(state: BindingState, reason: BindingReason, { now }: BindingTime): BindingDecision {
  if (!isBindingWanted(state)) return same(state)
  return change(state, { status: 'unbound', reason, tryAt: null, unboundAt: now }, 'unbound')
}

function decideBegin(state: BindingState, leaseMs: Millis, { wallNow }: BindingTime): BindingDecision {
  if (!isBindingDue(state, wallNow)) return same(state)
  return change(state, { attempt: state.attempt + 1, leasedUntil: wallNow + leaseMs }, null)
}

/** What was wanted may have changed while the try ran: then its outcome is where the next one starts from. */
function decideReport(state: BindingState, outcome: BindingOutcome, time: BindingTime): BindingDecision {
  if (state.tryAt === null) return same(state)
  if (outcome.type === 'later') return decideLater(state, outcome, time)
  if (state.intent === 'bind') {
    if (outcome.type === 'bound') return becomeBound(state, time)
    if (outcome.type === 'refused') return change(state, { status: 'failed', reason: outcome.reason, tryAt: null }, 'failed')
    return change(state, { status: 'pending', tryAt: time.wallNow }, null)
  }
  if (outcome.type === 'absent') return becomeUnbound(state, state.reason, time)
  if (outcome.type === 'bound') return change(state, { status: 'bound', tryAt: time.wallNow }, null)
  // Not to be undone there: it stays bound as far as anybody can tell.
  return change(state, { status: 'bound', reason: outcome.reason, tryAt: null }, 'updated')
}

function decideLater(
  state: BindingState,
  { reason, retryAfterMs = 0 }: Extract<BindingOutcome, { type: 'later' }>,
  { wallNow }: BindingTime,
): BindingDecision {
  const failures = state.failures + 1
  const tryAt = wallNow + Math.max(bindingRetryMs(failures), retryAfterMs)
  // While undoing, the reason stays the one it is undone for.
  return change(state, { failures, tryAt, ...(state.intent === 'bind' && { reason }) }, null)
}

function becomeBound(state: BindingState, { now }: BindingTime): BindingDecision {
  const set = { status: 'bound', reason: null, failures: 0, tryAt: null, boundAt: now, unboundAt: null } as const
  return change(state, set, state.status === 'bound' ? null : 'bound')
}

const becomeUnbound = (state: BindingState, reason: BindingReason | null, { now }: BindingTime): BindingDecision =>
  change(state, { status: 'unbound', reason, failures: 0, tryAt: null, unboundAt: now }, 'unbound')

/** The list is read while others work: a binding that is being worked on is left to them. */
function decideNotice(
  state: BindingState,
  { isThere, reason }: Extract<BindingCommand, { type: 'notice' }>,
  time: BindingTime,
): BindingDecision {
  if (state.tryAt !== null || (state.leasedUntil !== null && state.leasedUntil > time.wallNow)) return same(state)
  if (!isThere) {
    if (state.status !== 'bound') return same(state)
    // Whoever removed it there wanted it so: it is not bound again by itself.
    return change(becomeUnbound(state, reason ?? state.reason, time).state, { intent: 'unbind' }, 'unbound')
  }
  // The platform shows a post until the window is over, whatever became of its code here.
  if (isBindingSuspended(state)) return same(state)
  // Somebody took it out there by hand, and has put it back.
  if (state.reason === 'removed_there' && state.status === 'unbound')
    return change(becomeBound(state, time).state, { intent: 'bind', reason }, 'bound')
  if (state.intent === 'unbind')
    return state.status === 'bound' ? same(state) : change(state, { status: 'bound', tryAt: time.wallNow }, null)
  if (state.status !== 'bound') return change(becomeBound(state, time).state, { reason }, 'bound')
  return state.reason === reason ? same(state) : change(state, { reason }, 'updated')
}
