import { parseSparkCode } from '@sparkkit/core'

/** What is plainly wrong with a paste, told without the network; null when the service should have a look. */
export function localProblem(text: string): string | null {
  const parsed = parseSparkCode(text)
  if (parsed.ok) return null
  if (parsed.instead !== null) return `pasted_${parsed.instead}`
  return parsed.error
}
