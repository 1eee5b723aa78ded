import { fillMessage, pluralMessage } from '@sparkkit/core'
import type { SharedCodes } from '../public-contract.ts'

const LOCALE = 'en'
/** Days before months, as an ad calendar reads. */
const DATES = 'en-GB'

export interface Notice {
  readonly tone: 'good' | 'bad'
  readonly text: string
}

export interface HandoffView {
  readonly token: string
  readonly shared: SharedCodes
  /** Where the page begins; null for the first one. */
  readonly cursor: string | null
  /** Codes in clear, by id: those that were just asked for. */
  readonly revealed: ReadonlyMap<string, string>
  readonly notice: Notice | null
}

export const number = (count: number): string => new Intl.NumberFormat(LOCALE).format(count)
export const plural = (forms: { readonly one?: string; readonly other: string }, count: number): string =>
  pluralMessage(LOCALE, forms, { count })
export const fill = fillMessage

const long = new Intl.DateTimeFormat(DATES, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const short = new Intl.DateTimeFormat(DATES, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const withYear = new Intl.DateTimeFormat(DATES, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

export const longDate = (iso: string): string => long.format(new Date(iso))
export const shortDate = (iso: string): string => short.format(new Date(iso))

/** The end of a window, with its year where that is another one than the start's. */
export const endOf = (startsAt: string, endsAt: string): string =>
  (startsAt.slice(0, 4) === endsAt.slice(0, 4) ? short : withYear).format(new Date(endsAt))

/** Calendar days, the last one included. */
export function dateRange(from: string, to: string): string {
  const format = from.slice(0, 4) === to.slice(0, 4) ? short : withYear
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`))
}

/** Where forms of this page are sent, so that the same page comes back. */
export const addressOf = ({ token, cursor }: HandoffView): string =>
  cursor === null ? `/h/${token}` : `/h/${token}?cursor=${encodeURIComponent(cursor)}`
