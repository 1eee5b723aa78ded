import type { ErrorCode } from '@sparkkit/core'
import type { Scope } from '../../context.ts'
import type { SparkCodeQuestion, Verification } from '../../platforms/verifier.ts'

/** How long a creator waits for TikTok's word; the code is accepted without it. */
export const VERIFY_WITHIN_MS = 3000
const FIRST_RETRY_MS = 60_000
const LAST_RETRY_MS = 6 * 3_600_000
const GIVE_UP_AFTER_MS = 3 * 86_400_000

/** `unanswered`: it could not be asked in time, and is asked again later. */
export type Answered = Verification | { readonly status: 'unanswered' }

export const VERIFIER_REFUSALS = {
  other_post: 'spark_code_other_post',
  expired: 'spark_code_expired',
  deleted: 'spark_code_deleted',
  malformed: 'spark_code_malformed',
} as const satisfies Record<string, ErrorCode>

export const refusalOf = (status: Answered['status']): ErrorCode | undefined =>
  status === 'verified' || status === 'unknown' || status === 'unanswered' ? undefined : VERIFIER_REFUSALS[status]

/** Asks about a code, never inside a transaction. */
export async function askVerifier({ services, workspace }: Scope, question: Omit<SparkCodeQuestion, 'workspace'>): Promise<Answered> {
  const signal = AbortSignal.timeout(VERIFY_WITHIN_MS)
  const given = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  try {
    return await Promise.race([services.verifier.verify({ ...question, workspace }, signal), given])
  } catch (error) {
    services.logger.warn(
      { workspace: workspace.id, reason: error instanceof Error ? error.name : 'unknown' },
      'a code could not be verified',
    )
    return { status: 'unanswered' }
  }
}

/** When to ask again: ever less often, and at last not at all. Wall time. */
export function nextVerifyAt(receivedAt: number, now: number): number | null {
  const age = now - receivedAt
  if (age >= GIVE_UP_AFTER_MS) return null
  return now + Math.min(Math.max(age, FIRST_RETRY_MS), LAST_RETRY_MS)
}
