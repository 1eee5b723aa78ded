import { isDeepStrictEqual } from 'node:util'

/** What changes by itself and is no change of the resource. */
const OWN = ['updatedAt', 'thumbnailUrl']

/** The fields of a printed resource that differ, as they were. Undefined where none does. */
export function changedFields<T extends object>(before: T, after: T): Record<string, unknown> | undefined {
  const now = new Map<string, unknown>(Object.entries(after))
  const changed = Object.entries(before).filter(([key, value]) => !OWN.includes(key) && !isDeepStrictEqual(value, now.get(key)))
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}
