import { reading } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { findRequests } from '../spark-requests/index.ts'
import type { Approval } from './contract.ts'
import type { Visit } from './enter.ts'

/** What waits for an answer, or got it since. Nothing from before, and nothing of codes: who has the link sees those. */
const isTheirs = ({ status, answeredAt }: { status: string; answeredAt: number | null }, since: number): boolean =>
  status === 'pending' || status === 'lapsed' || (answeredAt !== null && answeredAt >= since)

/** The page as it is shown to who came with a short code. */
export function onlyAnswers(approval: Approval, since: number): Approval {
  const timeOf = (at: string | null): number | null => (at === null ? null : Date.parse(at))
  const items = approval.items.filter(({ status, answeredAt }) => isTheirs({ status, answeredAt: timeOf(answeredAt) }, since))
  return { ...approval, items: items.map(item => ({ ...item, code: null })) }
}

/** Throws unless it is a yes or a no to something that they see. */
export async function assertAnswer(
  { scope, link }: Visit,
  { requestId, answer, since }: { requestId: string; answer: string; since: number },
): Promise<void> {
  const [request] = await findRequests(reading(scope), [requestId])
  const mayAnswer = request?.linkId === link.id && isTheirs(request, since)
  if (!mayAnswer || answer === 'withdraw') throw new Problem('not_found', 'There is no such request on this page.')
}
