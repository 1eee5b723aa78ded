import { expect, test } from 'vitest'
import type { Sendable } from './attempt-delivery.ts'
import { createLanes } from './lanes.ts'

const item = (id: string, more: Partial<Sendable> = {}): Sendable => ({
  workspaceNo: 1,
  id,
  endpointId: 'a',
  eventId: id,
  attempts: 0,
  priorAttempts: 0,
  leaseUntil: 0,
  sendAt: 0,
  url: '',
  keys: [],
  headers: {},
  body: '',
  ...more,
})

const lane = (endpointId: string, items: Sendable[]) => ({ endpointId, items, mayHaveMore: false, heldUntil: 0 })
const LIMITS = { perEndpoint: 4, total: 6, ahead: 2, maxWaitMs: 1000 }

test('endpoints take turns, and one that fails shrinks to a single request at a time', () => {
  const lanes = createLanes(LIMITS)
  lanes.add(
    lane(
      'a',
      ['1', '2', '3', '4'].map(id => item(id)),
    ),
  )
  lanes.add(
    lane(
      'b',
      ['5', '6'].map(id => item(id, { endpointId: 'b' })),
    ),
  )
  expect([1, 2, 3, 4, 5].map(() => lanes.next(0)?.id)).toEqual(['1', '5', '2', '6', undefined])
  lanes.done('a', { succeeded: false, tookMs: 1 }, 0)
  lanes.done('a', { succeeded: false, tookMs: 1 }, 0)
  expect([lanes.next(0)?.id, lanes.next(0)?.id]).toEqual(['3', undefined])
  lanes.done('a', { succeeded: true, tookMs: 1 }, 0)
  expect(lanes.next(0)?.id).toBe('4')
})

test('a slot is waited for, and its time is known also at the moment it comes', () => {
  const lanes = createLanes(LIMITS)
  lanes.add(lane('a', [item('1', { sendAt: 100 }), item('2', { sendAt: 120 })]))
  expect([lanes.next(99), lanes.nextSlot()]).toEqual([undefined, 100])
  expect(lanes.next(100)?.id).toBe('1')
  expect(lanes.nextSlot()).toBe(120)
  expect(lanes.next(120)?.id).toBe('2')
  expect(lanes.nextSlot()).toBeNull()
})

test('a lane at its window has no next slot until one of its requests ends', () => {
  const lanes = createLanes(LIMITS)
  lanes.add(
    lane(
      'a',
      ['1', '2', '3'].map(id => item(id)),
    ),
  )
  lanes.next(0)
  lanes.next(0)
  expect(lanes.nextSlot()).toBeNull()
  lanes.done('a', { succeeded: true, tookMs: 1 }, 0)
  expect(lanes.nextSlot()).toBe(0)
})

test('nothing more is claimed for a lane whose slots are handed out', () => {
  const lanes = createLanes(LIMITS)
  lanes.add({ ...lane('a', [item('1')]), mayHaveMore: true, heldUntil: 500 })
  expect([lanes.room('a', 499), lanes.room('a', 500)]).toEqual([0, 3])
})

test('little is claimed ahead for an endpoint that is slow, and in few large claims for one that is quick', () => {
  const quick = createLanes({ ...LIMITS, ahead: 8 })
  quick.add(
    lane(
      'a',
      Array.from({ length: 9 }, (_, index) => item(`${index}`)),
    ),
  )
  expect([quick.room('b', 0), quick.room('a', 0)]).toEqual([16, 0])
  const slow = createLanes({ ...LIMITS, ahead: 8 })
  slow.add({ ...lane('a', [item('1'), item('2')]), mayHaveMore: true })
  slow.next(0)
  slow.next(0)
  slow.done('a', { succeeded: true, tookMs: 8000 }, 0)
  expect(slow.room('a', 0)).toBe(3)
})
