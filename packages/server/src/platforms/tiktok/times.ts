const TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?$/

/** TikTok writes `2026-11-30 23:59:59` and means UTC. Epoch milliseconds; null for anything that is no time. */
export function parseTiktokTime(text: string | null | undefined): number | null {
  const match = TIME.exec(text?.trim() ?? '')
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal = formatTiktokTime(time) === `${match[1]}-${match[2]}-${match[3]} ${match[4]}:${match[5]}:${match[6]}`
  return isReal && time > 0 ? time : null
}

export const formatTiktokTime = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ')
