import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SparkStatus } from '../content/types.ts'
import type { Decided, SparkCommand } from './commands.ts'
import { applyDecision, decide } from './decide.ts'
import { projectionOf, sparkStatusOf } from './status.ts'
import { nextCodeTick } from './ticks.ts'
import type { SparkCodeState, SparkRequestState, SparkState } from './types.ts'
import { DAY_MS, isLiveAt } from './window.ts'

const T0 = Date.UTC(2026, 0, 1)

interface Step {
  /** Gets the ids in play; `fresh` is one never used before. */
  readonly make: (state: SparkState, fresh: string, now: number) => SparkCommand
  readonly afterDays: number
}

const pick = (ids: readonly { readonly id: string }[], seed: number) => ids[seed % Math.max(1, ids.length)]?.id ?? 'missing'
const days = fc.integer({ min: 1, max: 60 })
const seed = fc.nat(7)
const fingerprint = fc.constantFrom('f0', 'f1', 'f2', 'f3')

const incoming = fc.record(
  { fingerprint, declaredDays: days, verifiedFor: fc.integer({ min: -5, max: 60 }) },
  { requiredKeys: ['fingerprint'] },
)

function codeFrom(drawn: { fingerprint: string; declaredDays?: number; verifiedFor?: number }, id: string, now: number) {
  const verifiedWindow =
    drawn.verifiedFor === undefined ? undefined : { startsAt: now - 9 * DAY_MS, endsAt: now + drawn.verifiedFor * DAY_MS }
  return { id, fingerprint: drawn.fingerprint, declaredDays: drawn.declaredDays, verifiedWindow }
}

const make: fc.Arbitrary<Step['make']> = fc.oneof(
  fc.tuple(days, days, fc.option(seed)).map(
    ([askedDays, answerDays, renews]) =>
      (state: SparkState, fresh: string, now: number): SparkCommand => ({
        type: 'request',
        requestId: `req-${fresh}`,
        askedDays,
        respondBy: now + answerDays * DAY_MS,
        renewsCodeId: renews === null ? null : pick(state.codes, renews),
      }),
  ),
  fc.tuple(fc.constantFrom('mark_sent', 'open', 'reject', 'cancel', 'lapse'), seed).map(
    ([type, which]) =>
      (state: SparkState): SparkCommand => ({ type, requestId: pick(state.requests, which) }),
  ),
  fc.tuple(seed, incoming).map(
    ([which, drawn]) =>
      (state: SparkState, fresh: string, now: number): SparkCommand => ({
        type: 'approve',
        requestId: pick(state.requests, which),
        code: codeFrom(drawn, `code-${fresh}`, now),
      }),
  ),
  fc.tuple(incoming, fc.option(fc.integer({ min: -20, max: 60 }))).map(
    ([drawn, ends]) =>
      (_: SparkState, fresh: string, now: number): SparkCommand => ({
        type: 'add_code',
        code: codeFrom(drawn, `code-${fresh}`, now),
        endsAt: ends === null ? undefined : now + ends * DAY_MS,
      }),
  ),
  fc.tuple(fc.constantFrom('withdraw', 'expire', 'announce'), seed).map(
    ([type, which]) =>
      (state: SparkState): SparkCommand => ({ type, codeId: pick(state.codes, which) }),
  ),
  fc.tuple(seed, fc.integer({ min: -5, max: 60 })).map(
    ([which, left]) =>
      (state: SparkState, _: string, now: number): SparkCommand => ({
        type: 'confirm',
        codeId: pick(state.codes, which),
        startsAt: now - 9 * DAY_MS,
        endsAt: now + left * DAY_MS,
      }),
  ),
  seed.map(
    which =>
      (state: SparkState): SparkCommand => ({ type: 'invalidate', codeId: pick(state.codes, which), reason: 'refused' }),
  ),
  fc.tuple(seed, fc.integer({ min: -5, max: 60 })).map(
    ([which, more]) =>
      (state: SparkState, _: string, now: number): SparkCommand => ({
        type: 'extend',
        codeId: pick(state.codes, which),
        endsAt: now + more * DAY_MS,
      }),
  ),
)

const steps = fc.array(fc.record({ make, afterDays: fc.integer({ min: 0, max: 8 }) }), { minLength: 10, maxLength: 60, size: 'max' })

function run(
  sequence: readonly Step[],
  check: (before: SparkState, after: SparkState, made: { command: SparkCommand; decided: Decided; now: number }) => void,
) {
  let state: SparkState = { contentId: 'cnt_1', requests: [], codes: [] }
  let now = T0
  sequence.forEach((step, index) => {
    now += step.afterDays * DAY_MS
    const command = step.make(state, String(index), now)
    const decided = decide(state, command, now)
    if (!decided.ok) return
    const next = applyDecision(state, decided)
    check(state, next, { command, decided, now })
    state = next
  })
}

const changed = <Noun extends { readonly id: string }>(before: readonly Noun[], after: readonly Noun[]) =>
  after.filter(row => JSON.stringify(before.find(old => old.id === row.id)) !== JSON.stringify(row)).map(row => row.id)

function checkEvents(before: SparkState, after: SparkState, { decided }: { decided: Decided }) {
  const subjects = decided.events.map(event => event.subject.id)
  expect([...subjects].sort()).toEqual([...changed(before.requests, after.requests), ...changed(before.codes, after.codes)].sort())
  for (const event of decided.events) {
    const rows: readonly { readonly id: string }[] = event.subject.kind === 'sparkCode' ? before.codes : before.requests
    const old = rows.find(row => row.id === event.subject.id)
    if (event.previous === null) expect(old).toBeUndefined()
    else expect(old).toMatchObject(event.previous)
  }
}

function checkRequest({ status, sentAt, openedAt, answeredAt }: SparkRequestState) {
  if (status === 'pending') expect(answeredAt).toBeNull()
  if (status === 'approved' || status === 'rejected') expect(answeredAt).not.toBeNull()
  if (openedAt !== null || answeredAt !== null) expect(sentAt).not.toBeNull()
}

function checkCode(code: SparkCodeState) {
  expect(code.endsAt).toBeGreaterThan(code.startsAt)
  expect(code.supersededById !== null).toBe(code.status === 'superseded')
  expect(code.withdrawnAt !== null).toBe(code.status === 'withdrawn')
  expect(nextCodeTick(code) !== null).toBe(code.status === 'live')
}

describe('decide, over random lives of one content', () => {
  test('keeps at most one live code and one open request', () => {
    const property = fc.property(steps, sequence =>
      run(sequence, (_, after) => {
        expect(after.codes.filter(code => code.status === 'live').length).toBeLessThanOrEqual(1)
        expect(after.requests.filter(request => request.status === 'pending').length).toBeLessThanOrEqual(1)
        expect(new Set(after.codes.map(code => code.fingerprint)).size).toBe(after.codes.length)
      }),
    )
    fc.assert(property, { numRuns: 300 })
  })

  test('writes exactly one event for each noun that changed, and none for the others', () => {
    fc.assert(
      fc.property(steps, sequence => run(sequence, checkEvents)),
      { numRuns: 300 },
    )
  })

  test('changes nothing when a command comes twice', () => {
    const property = fc.property(steps, sequence =>
      run(sequence, (_, after, { command, now }) => {
        const again = decide(after, command, now)
        if (again.ok) expect(again).toMatchObject({ requests: [], codes: [], events: [] })
      }),
    )
    fc.assert(property, { numRuns: 200 })
  })

  test('never leaves cancelled, never loses a row, and goes back to pending only when a code proves invalid', () => {
    const property = fc.property(steps, sequence =>
      run(sequence, (before, after, { command }) => {
        expect(after.codes.length).toBeGreaterThanOrEqual(before.codes.length)
        for (const old of before.requests) {
          const request = after.requests.find(row => row.id === old.id)
          if (old.status === 'cancelled') expect(request).toEqual(old)
          if (old.status === 'approved' && request?.status !== 'approved') {
            expect(request?.status).toBe('pending')
            expect(command.type).toBe('invalidate')
          }
        }
      }),
    )
    fc.assert(property, { numRuns: 200 })
  })

  test('keeps the parts of a row in step with its status', () => {
    const property = fc.property(steps, sequence =>
      run(sequence, (_, after) => {
        after.requests.forEach(checkRequest)
        after.codes.forEach(checkCode)
      }),
    )
    fc.assert(property, { numRuns: 200 })
  })

  test('gives a projection whose parts agree', () => {
    const property = fc.property(steps, sequence =>
      run(sequence, (_, after, { now }) => {
        const projection = projectionOf(after, now)
        expect(projection.sparkStatus).toBe(sparkStatusOf(after.requests, after.codes, now))
        expect(projection.liveCodeId !== null).toBe(projection.sparkStatus === 'approved')
        expect(projection.liveCodeId).toBe(after.codes.find(code => isLiveAt(code, now))?.id ?? null)
        if (projection.sparkStatus === 'queued' || projection.sparkStatus === 'requested') expect(projection.openRequestId).not.toBeNull()
      }),
    )
    fc.assert(property, { numRuns: 200 })
  })

  test('reaches every status of requests, codes and content, and every event of the lifecycle', () => {
    const seen = new Set<string>()
    const statuses = new Set<SparkStatus>()
    const property = fc.property(steps, sequence =>
      run(sequence, (_, after, { decided, now }) => {
        for (const event of decided.events) seen.add(event.type)
        for (const request of after.requests) seen.add(`request ${request.status}`)
        for (const code of after.codes) seen.add(`code ${code.status}`)
        statuses.add(sparkStatusOf(after.requests, after.codes, now))
      }),
    )
    fc.assert(property, { numRuns: 300, seed: 7 })
    expect([...statuses].sort()).toEqual(['approved', 'expired', 'lapsed', 'none', 'queued', 'rejected', 'requested', 'withdrawn'])
    expect([...seen].filter(each => each.startsWith('spark_')).sort()).toEqual(
      [
        ...['created', 'sent', 'opened', 'approved', 'rejected', 'cancelled', 'lapsed', 'reopened'].map(each => `spark_request.${each}`),
        ...['received', 'extended', 'restored', 'superseded', 'withdrawn', 'expiring', 'expired', 'invalid', 'verified'].map(
          each => `spark_code.${each}`,
        ),
      ].sort(),
    )
    expect([...seen].filter(each => !each.startsWith('spark_'))).toHaveLength(10)
  })
})
