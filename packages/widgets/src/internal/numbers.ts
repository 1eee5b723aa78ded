const formats = new Map<string, Intl.NumberFormat>()

/** Making a formatter is slow and a grid needs the same few for every card. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options)
  formats.set(key, format)
  return format
}

/** `1.24M`. Exact below ten thousand. */
export function compact(locale: string, count: number): string {
  return numberFormat(locale, count < 10_000 ? {} : { notation: 'compact', maximumSignificantDigits: 3 }).format(count)
}

export const grouped = (locale: string, count: number): string => numberFormat(locale, {}).format(count)

const HOUR = 3_600_000
const UNITS = [
  ['year', 365 * 24 * HOUR, 365 * 24 * HOUR],
  ['month', 30 * 24 * HOUR, 90 * 24 * HOUR],
  ['day', 24 * HOUR, 24 * HOUR],
  ['hour', HOUR, HOUR],
] as const

/** How long, in the largest fitting unit: `23d`, `5h`; less than an hour is `1h`. Takes milliseconds. */
export function span(locale: string, duration: number, unitDisplay: 'narrow' | 'long' = 'narrow'): string {
  const [unit, size] = UNITS.find(([, , from]) => duration >= from) ?? UNITS[3]
  return numberFormat(locale, { style: 'unit', unit, unitDisplay }).format(Math.max(1, Math.floor(duration / size)))
}

/** `0:17`, `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const tail = `:${String(rest).padStart(2, '0')}`
  return hours === 0 ? minutes + tail : `${hours}:${String(minutes).padStart(2, '0')}${tail}`
}
