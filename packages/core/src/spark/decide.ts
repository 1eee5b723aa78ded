import type { Decision, SparkCommand } from './commands.ts'
import { decideAnnounce, decideConfirm, decideExpire, decideExtend, decideInvalidate, decideWithdraw } from './decide-code.ts'
import { decideCancel, decideLapse, decideMarkSent, decideOpen, decideReject, decideRequest } from './decide-request.ts'
import { type Draft, refuse, startDraft } from './draft.ts'
import { decideAddCode, decideApprove } from './receive-code.ts'
import type { Millis, SparkState } from './types.ts'

type RequestCommand = Extract<SparkCommand, { readonly type: 'mark_sent' | 'open' | 'approve' | 'reject' | 'cancel' | 'lapse' }>
type CodeCommand = Extract<SparkCommand, { readonly codeId: string }>

/**
 * What a command does to one content's requests and codes. Pure: the same answer for the same state, command and time; a command
 * given twice changes nothing the second time. A refusal is an error code, never an exception.
 */
export function decide(state: SparkState, command: SparkCommand, now: Millis): Decision {
  const draft = startDraft(state, now)
  if (command.type === 'request') return decideRequest(draft, command)
  if (command.type === 'add_code') return decideAddCode(draft, command)
  return 'codeId' in command ? decideCode(draft, command) : decideKnownRequest(draft, command)
}

function decideKnownRequest(draft: Draft, command: RequestCommand): Decision {
  const request = draft.requests.get(command.requestId)
  if (request === undefined) return refuse('not_found')
  switch (command.type) {
    case 'mark_sent':
      return decideMarkSent(draft, request)
    case 'open':
      return decideOpen(draft, request)
    case 'approve':
      return decideApprove(draft, request, command.code)
    case 'reject':
      return decideReject(draft, request, command.reason ?? null)
    case 'cancel':
      return decideCancel(draft, request)
    case 'lapse':
      return decideLapse(draft, request)
  }
}

function decideCode(draft: Draft, command: CodeCommand): Decision {
  const code = draft.codes.get(command.codeId)
  if (code === undefined) return refuse('not_found')
  switch (command.type) {
    case 'withdraw':
      return decideWithdraw(draft, code)
    case 'extend':
      return decideExtend(draft, code, command)
    case 'confirm':
      return decideConfirm(draft, code, command)
    case 'expire':
      return decideExpire(draft, code)
    case 'announce':
      return decideAnnounce(draft, code, command)
    case 'invalidate':
      return decideInvalidate(draft, code, command)
  }
}

/** The state after a decision, as the store will hold it. */
export function applyDecision(state: SparkState, decision: Decision): SparkState {
  if (!decision.ok) return state
  return {
    contentId: state.contentId,
    requests: merged(state.requests, decision.requests),
    codes: merged(state.codes, decision.codes),
  }
}

function merged<Noun extends { readonly id: string }>(before: readonly Noun[], changed: readonly Noun[]): readonly Noun[] {
  const rows = new Map(before.map(row => [row.id, row]))
  for (const row of changed) rows.set(row.id, row)
  return [...rows.values()]
}
