import { describe, expect, test } from 'vitest'
import type { Decided, IncomingCode, SparkCommand } from './commands.ts'
import { applyDecision, decide } from './decide.ts'
import { projectionOf, sparkStatusOf } from './status.ts'
import type { SparkState } from './types.ts'
import { DAY_MS } from './window.ts'

const T0 = Date.UTC(2026, 0, 1)
const EMPTY: SparkState = { contentId: 'cnt_1', requests: [], codes: [] }

const ask = (requestId: string, renewsCodeId: string | null = null): SparkCommand => ({
  type: 'request',
  requestId,
  askedDays: 30,
  respondBy: T0 + 300 * DAY_MS,
  renewsCodeId,
})
const code = (id: string, more: Partial<IncomingCode> = {}): IncomingCode => ({ id, fingerprint: `fp-${id}`, ...more })
const approve = (requestId: string, incoming: IncomingCode): SparkCommand => ({ type: 'approve', requestId, code: incoming })

/** Gives the commands at T0, T0 + 1 day, …; each must be accepted. */
function after(commands: readonly SparkCommand[], start: SparkState = EMPTY): SparkState {
  return commands.reduce((state, command, index) => applyDecision(state, accepted(state, command, T0 + index * DAY_MS)), start)
}

function accepted(state: SparkState, command: SparkCommand, now: number): Decided {
  const decision = decide(state, command, now)
  if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.error}`)
  return decision
}

function refusal(state: SparkState, command: SparkCommand, now: number): string | null {
  const decision = decide(state, command, now)
  return decision.ok ? null : decision.error
}

const typesOf = (decided: Decided) => decided.events.map(event => event.type)
const requestOf = (state: SparkState, id: string) => state.requests.find(request => request.id === id)

describe('a request', () => {
  test('for a content with an open request is refused', () => {
    expect(refusal(after([ask('r1')]), ask('r2'), T0)).toBe('already_open')
  })

  test('for a content with a live code is refused unless it renews that code', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    expect(refusal(state, ask('r2'), T0 + 2 * DAY_MS)).toBe('already_approved')
    expect(typesOf(accepted(state, ask('r2', 'c1'), T0 + 2 * DAY_MS))).toEqual(['spark_request.created'])
  })

  test('for a content whose code ended, although the clock has not run, is accepted', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    expect(refusal(state, ask('r2'), T0 + 31 * DAY_MS)).toBeNull()
  })

  test('asks for 1 to 365 whole days and a time to respond that lies ahead', () => {
    const base = { type: 'request', requestId: 'r1', respondBy: T0 + 1 } as const
    for (const askedDays of [0, 366, 1.5, Number.NaN]) expect(refusal(EMPTY, { ...base, askedDays }, T0)).toBe('invalid_request')
    expect(refusal(EMPTY, { ...base, askedDays: 30, respondBy: T0 }, T0)).toBe('invalid_request')
  })

  test('is sent when it is opened or answered, whichever comes first', () => {
    expect(requestOf(after([ask('r1'), { type: 'open', requestId: 'r1' }]), 'r1')).toMatchObject({
      sentAt: T0 + DAY_MS,
      openedAt: T0 + DAY_MS,
    })
    expect(requestOf(after([ask('r1'), { type: 'reject', requestId: 'r1' }]), 'r1')).toMatchObject({
      sentAt: T0 + DAY_MS,
      answeredAt: T0 + DAY_MS,
    })
  })

  test('that was rejected or has lapsed may still be approved', () => {
    const rejected = after([ask('r1'), { type: 'reject', requestId: 'r1', reason: 'No time' }, approve('r1', code('c1'))])
    expect(requestOf(rejected, 'r1')).toMatchObject({ status: 'approved', answeredAt: T0 + DAY_MS, rejectionReason: null })
    const asked = after([ask('r1')])
    const lapsed = applyDecision(asked, decide(asked, { type: 'lapse', requestId: 'r1' }, T0 + 300 * DAY_MS))
    expect(requestOf(lapsed, 'r1')?.status).toBe('lapsed')
    expect(typesOf(accepted(lapsed, approve('r1', code('c1')), T0 + 301 * DAY_MS))).toEqual([
      'spark_request.approved',
      'spark_code.received',
    ])
  })

  test('that was cancelled takes no answer', () => {
    const state = after([ask('r1'), { type: 'cancel', requestId: 'r1' }])
    expect(refusal(state, approve('r1', code('c1')), T0)).toBe('request_cancelled')
    expect(refusal(state, { type: 'reject', requestId: 'r1' }, T0)).toBe('request_cancelled')
  })

  test('that was approved can be neither cancelled nor rejected', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    expect(refusal(state, { type: 'cancel', requestId: 'r1' }, T0)).toBe('request_already_approved')
    expect(refusal(state, { type: 'reject', requestId: 'r1' }, T0)).toBe('request_already_approved')
  })

  test('does not lapse before its time', () => {
    expect(accepted(after([ask('r1')]), { type: 'lapse', requestId: 'r1' }, T0 + 299 * DAY_MS).events).toEqual([])
  })
})

describe('a code', () => {
  test('has the window TikTok told, else the declared days, else the asked days', () => {
    const asked = after([ask('r1')])
    const ends = (incoming: IncomingCode) => accepted(asked, approve('r1', incoming), T0).codes[0]
    const verifiedWindow = { startsAt: T0 - DAY_MS, endsAt: T0 + 9 * DAY_MS }
    expect(ends(code('c1', { verifiedWindow, declaredDays: 60 }))).toMatchObject({ ...verifiedWindow, windowSource: 'verified' })
    expect(ends(code('c1', { declaredDays: 60 }))).toMatchObject({ endsAt: T0 + 60 * DAY_MS, windowSource: 'declared' })
    expect(ends(code('c1'))).toMatchObject({ endsAt: T0 + 30 * DAY_MS, windowSource: 'assumed' })
  })

  test('given while another is live takes its place', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), ask('r2', 'c1')])
    const decided = accepted(state, approve('r2', code('c2')), T0 + 3 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_request.approved', 'spark_code.received', 'spark_code.superseded'])
    expect(decided.codes.map(each => [each.id, each.status])).toEqual([
      ['c1', 'superseded'],
      ['c2', 'live'],
    ])
    expect(decided.codes[0]?.supersededById).toBe('c2')
  })

  test('given after the live one ended unnoticed lets that one expire', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    const decided = accepted(state, approve('r1', code('c2')), T0 + 40 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_code.received', 'spark_code.expired'])
  })

  test('that comes again is an extension, never a duplicate', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    const decided = accepted(state, approve('r1', code('other-id', { fingerprint: 'fp-c1' })), T0 + 10 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_code.extended'])
    expect(decided.codeId).toBe('c1')
    expect(decided.codes).toMatchObject([{ id: 'c1', endsAt: T0 + 40 * DAY_MS }])
  })

  test('sent twice by an impatient finger changes nothing', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    expect(accepted(state, approve('r1', code('c9', { fingerprint: 'fp-c1' })), T0 + DAY_MS + 3000)).toMatchObject({
      events: [],
      codes: [],
      codeId: 'c1',
    })
  })

  test('whose end TikTok told is not stretched by an assumption', () => {
    const verifiedWindow = { startsAt: T0, endsAt: T0 + 9 * DAY_MS }
    const state = after([ask('r1'), approve('r1', code('c1', { verifiedWindow }))])
    expect(accepted(state, approve('r1', code('c1')), T0 + 5 * DAY_MS).codes).toEqual([])
  })

  test('that expired, was withdrawn or superseded is live again when it is pasted again', () => {
    const approved = after([ask('r1'), approve('r1', code('c1'))])
    const expired = applyDecision(approved, decide(approved, { type: 'expire', codeId: 'c1' }, T0 + 31 * DAY_MS))
    expect(typesOf(accepted(expired, approve('r1', code('c1')), T0 + 32 * DAY_MS))).toEqual(['spark_code.extended'])
    const withdrawn = after([ask('r1'), approve('r1', code('c1')), { type: 'withdraw', codeId: 'c1' }])
    expect(typesOf(accepted(withdrawn, approve('r1', code('c1')), T0 + 3 * DAY_MS))).toEqual(['spark_code.restored'])
    const replaced = after([ask('r1'), approve('r1', code('c1')), approve('r1', code('c2'))])
    const back = accepted(replaced, approve('r1', code('c1')), T0 + 3 * DAY_MS)
    expect(typesOf(back)).toEqual(['spark_code.restored', 'spark_code.superseded'])
    expect(back.codes.map(each => each.id)).toEqual(['c2', 'c1'])
  })

  test('that TikTok refused is not taken again', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), { type: 'invalidate', codeId: 'c1', reason: 'auth_code_not_found' }])
    expect(refusal(state, approve('r1', code('c2', { fingerprint: 'fp-c1' })), T0 + 3 * DAY_MS)).toBe('spark_code_invalid')
  })

  test('whose verified window is over is refused', () => {
    const incoming = code('c1', { verifiedWindow: { startsAt: T0 - 9 * DAY_MS, endsAt: T0 - DAY_MS } })
    expect(refusal(after([ask('r1')]), approve('r1', incoming), T0)).toBe('spark_code_not_live')
  })

  test('that proves invalid sends its request back to pending', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    const decided = accepted(state, { type: 'invalidate', codeId: 'c1', reason: 'of another post' }, T0 + 2 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_code.invalid', 'spark_request.reopened'])
    expect(decided.requests[0]).toMatchObject({ status: 'pending', answeredAt: null, sentAt: T0 + DAY_MS })
  })

  test('that proves invalid makes the one it superseded live again while its window runs', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), ask('r2', 'c1'), approve('r2', code('c2', { declaredDays: 90 }))])
    const invalidate: SparkCommand = { type: 'invalidate', codeId: 'c2', reason: 'refused' }
    const early = accepted(state, invalidate, T0 + 5 * DAY_MS)
    expect(typesOf(early)).toEqual(['spark_code.invalid', 'spark_code.restored', 'spark_request.reopened'])
    expect(projectionOf(applyDecision(state, early), T0 + 5 * DAY_MS)).toEqual({
      sparkStatus: 'approved',
      openRequestId: 'r2',
      liveCodeId: 'c1',
      codeEndsAt: T0 + 31 * DAY_MS,
    })
    expect(typesOf(accepted(state, invalidate, T0 + 50 * DAY_MS))).toEqual(['spark_code.invalid', 'spark_request.reopened'])
  })

  test('that proves invalid after it replaced another of the same request leaves that request approved', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), approve('r1', code('c2'))])
    const decided = accepted(state, { type: 'invalidate', codeId: 'c2', reason: 'refused' }, T0 + 3 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_code.invalid', 'spark_code.restored'])
  })

  test('gives a request reopened after its time to respond that whole time again', () => {
    const respondBy = T0 + 2 * DAY_MS
    const state = after([{ type: 'request', requestId: 'r1', askedDays: 30, respondBy }, approve('r1', code('c1'))])
    const decided = accepted(state, { type: 'invalidate', codeId: 'c1', reason: 'refused' }, T0 + 10 * DAY_MS)
    expect(decided.requests[0]?.respondBy).toBe(T0 + 12 * DAY_MS)
  })

  test('that is withdrawn or invalid cannot be extended', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), { type: 'withdraw', codeId: 'c1' }])
    expect(refusal(state, { type: 'extend', codeId: 'c1', endsAt: T0 + 90 * DAY_MS }, T0)).toBe('spark_code_not_live')
  })

  test('is extended to a later end only', () => {
    const state = after([ask('r1'), approve('r1', code('c1'))])
    expect(refusal(state, { type: 'extend', codeId: 'c1', endsAt: T0 + 2 * DAY_MS }, T0 + 2 * DAY_MS)).toBe('invalid_request')
    const decided = accepted(state, { type: 'extend', codeId: 'c1', endsAt: T0 + 90 * DAY_MS }, T0 + 2 * DAY_MS)
    expect(typesOf(decided)).toEqual(['spark_code.extended'])
  })

  describe('whose window TikTok tells', () => {
    const believed = after([ask('r1'), approve('r1', code('c1', { declaredDays: 60 }))])
    const confirm = (endsAt: number): SparkCommand => ({ type: 'confirm', codeId: 'c1', startsAt: T0, endsAt })
    const codeAfter = (endsAt: number, now: number) => applyDecision(believed, accepted(believed, confirm(endsAt), now)).codes[0]
    const now = T0 + 20 * DAY_MS

    test('ends earlier than was believed, is warned of by its true end, and tells what was believed', () => {
      const decided = accepted(believed, confirm(T0 + 30 * DAY_MS), now)
      expect(decided.events).toMatchObject([
        { type: 'spark_code.verified', previous: { endsAt: T0 + 61 * DAY_MS, windowSource: 'declared', warnedDays: 60 } },
      ])
      expect(codeAfter(T0 + 30 * DAY_MS, now)).toMatchObject({ status: 'live', windowSource: 'verified', warnedDays: 10 })
    })

    test('ends as was believed: only its source changes', () => {
      expect(accepted(believed, confirm(T0 + 61 * DAY_MS), now).events).toMatchObject([{ type: 'spark_code.verified' }])
      expect(codeAfter(T0 + 61 * DAY_MS, now)).toMatchObject({ windowSource: 'verified', warnedDays: 60 })
    })

    test('ends later: it is extended, which answers no request', () => {
      const renewing = applyDecision(believed, accepted(believed, ask('r2', 'c1'), now))
      const decided = accepted(renewing, confirm(T0 + 90 * DAY_MS), now)
      expect([typesOf(decided), decided.requests]).toEqual([['spark_code.extended'], []])
    })

    test('ended already: it expires with its true end', () => {
      expect(typesOf(accepted(believed, confirm(T0 + 10 * DAY_MS), now))).toEqual(['spark_code.expired'])
      expect(codeAfter(T0 + 10 * DAY_MS, now)).toMatchObject({ status: 'expired', endsAt: T0 + 10 * DAY_MS, windowSource: 'verified' })
    })

    test('given again with a verified shorter window, is narrowed by the paste too', () => {
      const window = { startsAt: T0, endsAt: T0 + 30 * DAY_MS }
      const decided = accepted(believed, approve('r1', code('c1', { verifiedWindow: window })), now)
      expect(typesOf(decided)).toEqual(['spark_code.verified'])
    })
  })

  test('that expired is not extended over another live one', () => {
    const approved = after([ask('r1'), approve('r1', code('c1'))])
    const later = T0 + 40 * DAY_MS
    const state = applyDecision(approved, decide(approved, { type: 'add_code', code: code('c2') }, later))
    expect(refusal(state, { type: 'extend', codeId: 'c1', endsAt: later + 90 * DAY_MS }, later)).toBe('already_approved')
  })
})

describe('a code added by hand', () => {
  test('answers the open request and takes its asked window', () => {
    const decided = accepted(after([ask('r1')]), { type: 'add_code', code: code('c1'), assumedDays: 7 }, T0)
    expect(typesOf(decided)).toEqual(['spark_request.approved', 'spark_code.received'])
    expect(decided.codes[0]).toMatchObject({ requestId: 'r1', endsAt: T0 + 30 * DAY_MS })
  })

  test('with a window that is over is kept as expired and answers nothing', () => {
    const state = after([ask('r1')])
    const decided = accepted(state, { type: 'add_code', code: code('c1'), endsAt: T0 - DAY_MS }, T0)
    expect(decided).toMatchObject({ requests: [], codes: [{ status: 'expired', requestId: null }] })
    expect(sparkStatusOf([], decided.codes, T0)).toBe('expired')
  })

  test('that is live already does not count as the answer to its renewal', () => {
    const state = after([ask('r1'), approve('r1', code('c1')), ask('r2', 'c1')])
    expect(accepted(state, { type: 'add_code', code: code('c1') }, T0 + DAY_MS + 5)).toMatchObject({ requests: [], codes: [], events: [] })
  })
})
