import type { Content } from '../../internal/api-types.ts'
import type { GridStrings } from './strings.ts'

export type NextStep = keyof GridStrings['steps']

/** What a card says about its post's Spark Code, and the one thing to do next. */
export interface CardState {
  readonly tone: 'good' | 'warn' | 'bad' | 'info' | ''
  readonly label: keyof GridStrings['status'] | 'eligible' | 'notEligible' | 'approvedFor' | 'endsIn'
  readonly step: NextStep
}

const SOON_MS = 7 * 86_400_000
const TONES = { rejected: 'bad', expired: 'warn', withdrawn: 'warn', lapsed: '' } as const

/** `now` is the workspace's time in epoch milliseconds. */
export function cardState(post: Content, now: number, canReveal: boolean): CardState {
  const { sparkStatus, eligibility, liveCodeId } = post
  if (sparkStatus === 'approved') return approvedState(post, now, canReveal && liveCodeId !== null ? 'copyCode' : 'view')
  if (sparkStatus === 'requested') return { tone: 'info', label: 'requested', step: 'remind' }
  if (sparkStatus === 'queued') return { tone: 'info', label: 'queued', step: 'copyMessage' }
  const { eligible } = eligibility
  if (sparkStatus === 'none') return { tone: '', label: eligible ? 'eligible' : 'notEligible', step: eligible ? 'request' : 'seeWhy' }
  return { tone: TONES[sparkStatus], label: sparkStatus, step: eligible ? 'askAgain' : 'seeWhy' }
}

function approvedState({ codeEndsAt }: Content, now: number, step: NextStep): CardState {
  if (codeEndsAt === null) return { tone: 'good', label: 'approved', step }
  const endsSoon = Date.parse(codeEndsAt) - now < SOON_MS
  return { tone: endsSoon ? 'warn' : 'good', label: endsSoon ? 'endsIn' : 'approvedFor', step }
}

/** Why this post cannot be asked for now, as far as a page can tell; null when it can. The service has the last word. */
export function hindrance(post: Content, { hasCode, alreadyAsked }: GridStrings): string | null {
  if (post.liveCodeId !== null) return hasCode
  if (post.openRequestId !== null) return alreadyAsked
  if (post.eligibility.eligible) return null
  return post.eligibility.reasons.find(({ severity }) => severity === 'blocking')?.remedy ?? ''
}
