import { describe, expect, test } from 'vitest'
import { addDays, dateAt, isCalendarDate, isTimeZone, startOfDay } from './calendar.ts'
import { answerTimes, askAgainAt, coverageOf, flightWindow, gapAtEnd, medianOf } from './coverage.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = (text: string): number => Date.parse(text)

const code = (startsAt: string, endsAt: string) => ({ id: 'code_1', status: 'live' as const, startsAt: at(startsAt), endsAt: at(endsAt) })
const MARCH = { startsOn: '2026-03-10', endsOn: '2026-03-20', timeZone: 'UTC' }

describe('days in a time zone', () => {
  test('a day has 23, 24 or 25 hours where clocks are changed', () => {
    const hours = (startsOn: string, timeZone: string): number => {
      const { startsAt, endsAt } = flightWindow({ startsOn, endsOn: startsOn, timeZone })
      return (endsAt - startsAt) / HOUR
    }
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23)
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25)
    expect(hours('2026-03-28', 'Europe/Berlin')).toBe(24)
    expect(hours('2026-03-08', 'America/New_York')).toBe(23)
    expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5)
    expect(hours('2026-03-29', 'Asia/Kolkata')).toBe(24)
  })

  test('a day whose midnight does not exist starts when it starts, one with two at the first', () => {
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe(at('2018-11-04T03:00:00Z'))
    expect(startOfDay('2026-11-01', 'America/Havana')).toBe(at('2026-11-01T04:00:00Z'))
    expect(startOfDay('2018-02-18', 'America/Sao_Paulo')).toBe(at('2018-02-18T03:00:00Z'))
  })

  test('the first instant of a day is of that day, and the one before it is not', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Los_Angeles',
      'America/Havana',
      'Asia/Beirut',
      'Africa/Cairo',
      'Pacific/Apia',
      'Pacific/Chatham',
      'America/St_Johns',
    ]
    for (const timeZone of zones) {
      for (let date = '2026-01-01'; date < '2027-01-01'; date = addDays(date, 1)) {
        const start = startOfDay(date, timeZone)
        expect([dateAt(start, timeZone), dateAt(start - 1, timeZone)], `${timeZone} ${date}`).toEqual([date, addDays(date, -1)])
      }
    }
  })

  test('zones go by name and dates are days that exist', () => {
    expect(['Europe/Berlin', 'UTC', '+02:00', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false, false])
    expect(['2026-02-28', '2026-02-29', '2028-02-29', '2026-2-1', 'soon'].map(isCalendarDate)).toEqual([true, false, true, false, false])
  })
})

describe('coverage of a flight', () => {
  const before = at('2026-03-01T00:00:00Z')

  test('a code from before its first day to behind its last covers it', () => {
    expect(coverageOf(MARCH, [code('2026-03-01T00:00:00Z', '2026-03-21T00:00:00Z')], before)).toEqual({
      status: 'covered',
      codeId: 'code_1',
      gaps: [],
    })
  })

  test('a code that ends on the last day leaves that day', () => {
    const coverage = coverageOf(MARCH, [code('2026-03-01T00:00:00Z', '2026-03-20T18:00:00Z')], before)
    expect(coverage).toMatchObject({
      status: 'ends_early',
      gaps: [{ from: at('2026-03-20T18:00:00Z'), to: at('2026-03-21T00:00:00Z'), days: 1 }],
    })
  })

  test('a code that starts late and ends early leaves two gaps, soonest first', () => {
    const coverage = coverageOf(MARCH, [code('2026-03-12T12:00:00Z', '2026-03-19T00:00:00Z')], before)
    expect(coverage).toMatchObject({ status: 'starts_late', gaps: [{ days: 3 }, { days: 2 }] })
  })

  test('what has passed is no gap, and a flight that is over has no coverage', () => {
    const late = [code('2026-03-12T00:00:00Z', '2026-04-01T00:00:00Z')]
    expect(coverageOf(MARCH, late, at('2026-03-15T00:00:00Z'))?.status).toBe('covered')
    expect(coverageOf(MARCH, [], at('2026-03-18T12:00:00Z'))).toMatchObject({ status: 'none', gaps: [{ days: 3 }] })
    expect(coverageOf(MARCH, [], at('2026-03-21T00:00:00Z'))).toBeNull()
  })

  test('codes that are not live, or live outside the flight, cover nothing', () => {
    const withdrawn = { ...code('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'), status: 'withdrawn' as const }
    const over = code('2026-02-01T00:00:00Z', '2026-03-10T00:00:00Z')
    expect(coverageOf(MARCH, [withdrawn, over], before)?.status).toBe('none')
  })

  test('days of a gap are days of the calendar in the zone of the flight, across a change of clocks too', () => {
    const flight = { startsOn: '2026-03-20', endsOn: '2026-03-31', timeZone: 'Europe/Berlin' }
    const coverage = coverageOf(flight, [code('2026-03-01T00:00:00Z', '2026-03-26T23:00:00Z')], before)
    expect(coverage?.gaps).toEqual([{ from: at('2026-03-26T23:00:00Z'), to: at('2026-03-31T22:00:00Z'), days: 5 }])
  })

  test('only a live code that ends inside the flight leaves a gap at its end', () => {
    const gap = (endsAt: string, now = before) => gapAtEnd(MARCH, code('2026-03-01T00:00:00Z', endsAt), now)?.days ?? null
    expect(gap('2026-03-15T00:00:00Z')).toBe(6)
    expect([gap('2026-03-10T00:00:00Z'), gap('2026-03-21T00:00:00Z'), gap('2026-04-01T00:00:00Z')]).toEqual([null, null, null])
    expect(gap('2026-03-15T00:00:00Z', at('2026-03-15T00:00:00Z'))).toBeNull()
  })
})

describe('when to ask again', () => {
  const gap = { from: at('2026-03-20T00:00:00Z'), to: at('2026-03-25T00:00:00Z'), days: 5 }

  test('as long before the gap as this creator takes to answer, by the median', () => {
    const request = (hours: number | null) => ({ createdAt: 0, sentAt: 10 * HOUR, answeredAt: hours === null ? null : (10 + hours) * HOUR })
    const times = answerTimes([request(2), request(null), request(200), request(30)])
    expect(askAgainAt(gap, times)).toBe(gap.from - 30 * HOUR)
  })

  test('72 hours before the gap when this creator never answered', () => {
    expect(askAgainAt(gap, [])).toBe(gap.from - 3 * DAY)
  })

  test('the median of an even number lies between the middle two, and none has none', () => {
    expect([medianOf([4, 1, 3, 2]), medianOf([5]), medianOf([])]).toEqual([2.5, 5, null])
  })
})
