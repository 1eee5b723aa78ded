import { createHash } from 'node:crypto'

/** Chance that depends on the seed and what it is asked for, not on how often or in which order. */
export interface Draw {
  bytes(...key: readonly (string | number)[]): Buffer
  /** From 0 up to, but not, 1. */
  share(...key: readonly (string | number)[]): number
  /** A whole number from `from` to `to`, both included. */
  between([from, to]: readonly [number, number], ...key: readonly (string | number)[]): number
  pick<T>(items: readonly [T, ...T[]], ...key: readonly (string | number)[]): T
  /** Decimal digits, the first of them `7` as TikTok's ids have it. */
  id(...key: readonly (string | number)[]): string
}

export function createDraw(seed: number): Draw {
  const bytes: Draw['bytes'] = (...key) =>
    createHash('sha256')
      .update([seed, ...key].join('\u0000'))
      .digest()
  const share: Draw['share'] = (...key) => bytes(...key).readUInt32BE() / 2 ** 32
  return {
    bytes,
    share,
    between: ([from, to], ...key) => from + Math.floor(share(...key) * (to - from + 1)),
    pick: (items, ...key) => items[Math.floor(share(...key) * items.length)] ?? items[0],
    id: (...key) => `7${(bytes(...key).readBigUInt64BE() % 10n ** 18n).toString().padStart(18, '0')}`,
  }
}
