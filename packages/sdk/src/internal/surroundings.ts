import { sleep } from './deadline.ts'

/** What the client takes from its surroundings; tests put their own in. Times are epoch milliseconds. */
export type Surroundings = {
  readonly now: () => number
  readonly random: () => number
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  readonly newIdempotencyKey: () => string
}

export const platformSurroundings: Surroundings = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep,
  newIdempotencyKey: () => {
    // Not crypto.randomUUID(): it is missing on pages served over plain http.
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  },
}
