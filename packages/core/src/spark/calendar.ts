import { DAY_MS } from './window.ts'

/** A date without a time, `2026-11-22`. */
export type CalendarDate = string

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Making a formatter costs a thousand times what using one does. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-US', { ...fields, timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' })
  formatters.set(timeZone, made)
  return made
}

/** Whether `name` is a time zone by name, such as `Europe/Berlin` or `UTC`. Bare offsets are none: they know no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** Whether `date` is a day of the calendar, written `2026-11-22`. */
export function isCalendarDate(date: string): boolean {
  const time = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === date
}

/** What clocks in the zone show at an instant, as if they were UTC. */
function shownAt(instant: number, timeZone: string): number {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`)
}

/** The day it is in the zone at an instant. */
export function dateAt(instant: number, timeZone: string): CalendarDate {
  return new Date(shownAt(Math.floor(instant / 1000) * 1000, timeZone)).toISOString().slice(0, 10)
}

/** The day `days` after a date. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How many days lie between two dates. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/**
 * The first instant of a day in a zone. Where clocks are put forward at midnight that is not 00:00, and where they are put back
 * over midnight it is the earlier of two.
 */
export function startOfDay(date: CalendarDate, timeZone: string): number {
  const shown = Date.parse(`${date}T00:00:00Z`)
  const offsets = [shown - DAY_MS, shown + DAY_MS].map(instant => shownAt(instant, timeZone) - instant)
  const instants = offsets.map(offset => shown - offset).sort((a, b) => a - b)
  return instants.find(instant => dateAt(instant, timeZone) >= date) ?? shown
}
