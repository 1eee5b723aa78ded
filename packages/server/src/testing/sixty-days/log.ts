import { createHash } from 'node:crypto'
import { gapAtEnd } from '@sparkkit/core'
import { expect } from 'vitest'
import type { eventsOf } from '../scenario.ts'
import type { World } from './run.ts'

const DAY_MS = 86_400_000
const THRESHOLDS = [7, 3, 1]

type Event = Awaited<ReturnType<typeof eventsOf>>[number]
type Field = string | number | null | undefined

const field = (event: Event, name: string): Field => Reflect.get(event.data, name)
const timeOf = (value: Field): number => Date.parse(String(value))

export interface Recording {
  /** One line per event, in order; those of one moment ordered by post. */
  readonly lines: readonly string[]
  readonly hash: string
  readonly counts: Readonly<Record<string, number>>
  readonly funnel: readonly string[]
}

/** Who and what an event is about, in names that are the same in every run. */
function namesOf({ people }: World): (event: Event) => string {
  const posts = new Map(
    people.flatMap((person, n) =>
      person.contentIds.map((id, post): [string, string] => [id, `${String(n).padStart(3, '0')} @${person.handle} #${post}`]),
    ),
  )
  const creators = new Map<string, string>()
  return event => {
    const contentId = String(field(event, 'contentId') ?? event.data.id)
    const post = posts.get(contentId)
    const creatorId = String(field(event, 'creatorId') ?? '')
    if (post && creatorId) creators.set(creatorId, post.replace(/ #\d+$/, ''))
    return post ?? creators.get(creatorId) ?? ''
  }
}

function details(event: Event, day: (time: number) => string): string {
  const parts: string[] = []
  const add = (name: string, shown: string | undefined): void => {
    if (shown !== undefined) parts.push(`${name}=${shown}`)
  }
  const status = field(event, 'status')
  add('status', typeof status === 'string' ? status : undefined)
  for (const name of ['endsAt', 'respondBy']) add(name, field(event, name) ? day(timeOf(field(event, name))) : undefined)
  for (const name of ['askedDays', 'warnedDays', 'windowSource', 'masked', 'rejectionReason']) {
    const value = field(event, name)
    add(name, value === undefined || value === null ? undefined : String(value))
  }
  const gap: unknown = Reflect.get(event.data, 'gap')
  if (typeof gap === 'object' && gap !== null)
    add('gap', `${Reflect.get(gap, 'days')} days of ${Reflect.get(gap, 'startsOn')}..${Reflect.get(gap, 'endsOn')}`)
  return parts.join(' ')
}

/** What the run itself plans and moves is no news. */
const isOwn = ({ type }: Event): boolean => /^(flight|sandbox)\./.test(type)

/** What happened, told without ids: two runs of one seed tell the same. */
export async function record(world: World, everything: readonly Event[]): Promise<Recording> {
  const events = everything.filter(event => !isOwn(event))
  const day = (time: number): string => ((time - world.start) / DAY_MS).toFixed(2).padStart(6, '0')
  const nameOf = namesOf(world)
  // Links are announced before their requests, and creators are known by their requests.
  for (const event of events) nameOf(event)
  const told = events.map((event, index) => ({
    index,
    at: event.timestamp,
    name: nameOf(event),
    text: `${event.type} ${details(event, day)}`,
  }))
  told.sort((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name) || a.index - b.index)
  const lines = told.map(({ at, name, text }) => `${day(Date.parse(at))} ${name} ${text}`.trimEnd())
  const { body } = await world.tenant.call('GET', '/v1/stats/funnel')
  const funnel = body.total.steps.map(
    ({ step, count, rate, medianHours }: Record<string, Field>) => `${step} ${count} ${rate} ${medianHours}`,
  )
  funnel.push(`wastedDays ${body.total.wastedDays}`)
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  const hash = createHash('sha256')
    .update([...lines, ...funnel].join('\n'))
    .digest('hex')
  return { lines, hash, counts, funnel }
}

interface Window {
  readonly end: number
  readonly known: number
  readonly warned: number[]
}

/** Each window gave exactly the warnings it left room for, each at its own time. */
function expectWarned(codeId: string, { end, known, warned }: Window, over: number): void {
  const due = THRESHOLDS.filter(days => end - known > days * DAY_MS && end - days * DAY_MS < over)
  // What fell due at the very moment the window was replaced may have been said or not.
  const atOnce = THRESHOLDS.filter(days => end - days * DAY_MS === over)
  expect(
    warned.filter(days => !atOnce.includes(days)),
    `${codeId} until ${new Date(end).toISOString()}`,
  ).toEqual(due)
}

const STARTS = ['spark_code.received', 'spark_code.extended', 'spark_code.restored']
const ENDS = [...STARTS, 'spark_code.expired', 'spark_code.superseded', 'spark_code.withdrawn', 'spark_code.invalid']

/** Gives how many windows were looked at. */
export function expectEveryWarning(events: readonly Event[], until: number): number {
  const open = new Map<string, Window>()
  let windows = 0
  for (const event of events) {
    const at = Date.parse(event.timestamp)
    const { id } = event.data
    const window = open.get(id)
    if (event.type === 'spark_code.expiring') {
      const days = Number(field(event, 'warnedDays'))
      expect(window && window.end - days * DAY_MS, `${id} is announced when it is due`).toBe(at)
      window?.warned.push(days)
    }
    if (window && ENDS.includes(event.type)) {
      if (event.type === 'spark_code.expired') expect(at).toBe(window.end)
      expectWarned(id, window, at)
      open.delete(id)
      windows += 1
    }
    if (STARTS.includes(event.type) && field(event, 'status') === 'live')
      open.set(id, { end: timeOf(field(event, 'endsAt')), known: at, warned: [] })
  }
  for (const [id, window] of open) expectWarned(id, window, until)
  return windows + open.size
}

/** Every end that became known inside a flight was announced then and there. Gives how many. */
export async function expectEveryGap({ tenant }: World, events: readonly Event[]): Promise<number> {
  const flights: { id: string; contentId: string; startsOn: string; endsOn: string; timeZone: string; createdAt: string }[] = []
  for (let cursor = ''; ; ) {
    const { body } = await tenant.call('GET', `/v1/flights?limit=100${cursor}`)
    flights.push(...body.data)
    if (body.nextCursor === null) break
    cursor = `&cursor=${body.nextCursor}`
  }
  const announced = events
    .filter(event => event.type === 'spark_code.gap')
    .map(
      event => `${event.timestamp} ${event.data.id} ${field(event, 'endsAt')} ${Reflect.get(Reflect.get(event.data, 'gap'), 'flightId')}`,
    )
  const expected = new Set<string>()
  const seen = new Set<string>()
  for (const event of events) {
    if (!STARTS.includes(event.type)) continue
    const code = {
      id: event.data.id,
      status: 'live' as const,
      startsAt: timeOf(field(event, 'startsAt')),
      endsAt: timeOf(field(event, 'endsAt')),
    }
    for (const flight of flights) {
      if (flight.contentId !== field(event, 'contentId') || flight.createdAt > event.timestamp) continue
      const key = `${code.id} ${code.endsAt} ${flight.id}`
      if (seen.has(key) || gapAtEnd(flight, code, Date.parse(event.timestamp)) === null) continue
      seen.add(key)
      expected.add(`${event.timestamp} ${event.data.id} ${field(event, 'endsAt')} ${flight.id}`)
    }
  }
  expect(announced.toSorted()).toEqual([...expected].toSorted())
  return announced.length
}
