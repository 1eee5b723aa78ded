import { describe, expect, test } from 'vitest'
import { applyDecision, decide } from './decide.ts'
import { nextCodeTick, nextRequestTick } from './ticks.ts'
import type { SparkState } from './types.ts'
import { DAY_MS } from './window.ts'

const T0 = Date.UTC(2026, 0, 1)

function withCode(days: number): SparkState {
  const state: SparkState = { contentId: 'cnt_1', requests: [], codes: [] }
  return applyDecision(state, decide(state, { type: 'add_code', code: { id: 'c1', fingerprint: 'f', declaredDays: days } }, T0))
}

/** Runs the clock as a worker would, from tick to tick, and tells what happened on which day. */
function life(start: SparkState, wake: (tick: number) => number = tick => tick): [string, number][] {
  const log: [string, number][] = []
  let state = start
  for (let round = 0; round < 50; round++) {
    const code = state.codes[0]
    const tick = code === undefined ? null : nextCodeTick(code)
    if (code === undefined || tick === null) return log
    const now = wake(tick)
    const decision = decide(state, { type: code.endsAt <= now ? 'expire' : 'announce', codeId: code.id }, now)
    if (!decision.ok || decision.events.length !== 1) throw new Error('A tick must do one thing')
    state = applyDecision(state, decision)
    log.push([decision.events[0]?.type ?? '', (now - T0) / DAY_MS])
  }
  throw new Error('The clock never came to rest')
}

describe('the clock of a code', () => {
  test('announces the end at each threshold and then lets the code expire', () => {
    expect(life(withCode(30))).toEqual([
      ['spark_code.expiring', 23],
      ['spark_code.expiring', 27],
      ['spark_code.expiring', 29],
      ['spark_code.expired', 30],
    ])
  })

  test('announces only the thresholds that lay ahead when the window became known', () => {
    expect(life(withCode(7)).map(([, day]) => day)).toEqual([4, 6, 7])
    expect(life(withCode(1))).toEqual([['spark_code.expired', 1]])
  })

  test('after a pause announces only the nearest threshold it missed', () => {
    const awakeFromDay28 = (tick: number) => Math.max(tick, T0 + 28 * DAY_MS)
    expect(life(withCode(30), awakeFromDay28).map(([, day]) => day)).toEqual([28, 29, 30])
  })

  test('lets a code that ended during a pause expire without a word before', () => {
    expect(life(withCode(30), () => T0 + 50 * DAY_MS)).toEqual([['spark_code.expired', 50]])
  })

  test('starts again with the window of an extension', () => {
    const state = withCode(10)
    const day5 = T0 + 5 * DAY_MS
    const announced = applyDecision(state, decide(state, { type: 'announce', codeId: 'c1' }, day5))
    const extended = applyDecision(announced, decide(announced, { type: 'extend', codeId: 'c1', endsAt: T0 + 20 * DAY_MS }, day5))
    expect(life(extended).map(([, day]) => day)).toEqual([13, 17, 19, 20])
  })

  test('rests for a code that is not live', () => {
    const state = withCode(10)
    const withdrawn = applyDecision(state, decide(state, { type: 'withdraw', codeId: 'c1' }, T0))
    expect(withdrawn.codes.map(code => nextCodeTick(code))).toEqual([null])
  })
})

test('a request lapses when its time to respond is over, and only while it is pending', () => {
  const state: SparkState = { contentId: 'cnt_1', requests: [], codes: [] }
  const asked = applyDecision(state, decide(state, { type: 'request', requestId: 'r1', askedDays: 30, respondBy: T0 + 9 }, T0))
  expect(asked.requests.map(nextRequestTick)).toEqual([T0 + 9])
  const rejected = applyDecision(asked, decide(asked, { type: 'reject', requestId: 'r1' }, T0 + 1))
  expect(rejected.requests.map(nextRequestTick)).toEqual([null])
})
