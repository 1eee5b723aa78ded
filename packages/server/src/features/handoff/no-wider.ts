import { Problem } from '../../problem.ts'
import type { HandoffScope } from './contract.ts'

/** The scopes of the key or token that calls. */
export type Granted = readonly string[]

const TAKES = { reveal: 'spark-codes:reveal', mark_used: 'spark-codes:write' } as const satisfies Record<HandoffScope, string>

/** A link must not open what its maker could not. */
export function assertNoWider(granted: Granted, scopes: readonly HandoffScope[]): void {
  const missing = scopes.map(scope => TAKES[scope]).filter(scope => !granted.includes(scope))
  if (missing.length > 0) throw new Problem('insufficient_scope', `A handoff like this takes the scope \`${missing.join('`, `')}\`.`)
}
