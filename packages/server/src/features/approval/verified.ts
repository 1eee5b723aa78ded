import { parseSparkCode } from '@sparkkit/core'
import { reading, transact } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { findContents } from '../content/index.ts'
import { type Answered, askVerifier, refusalOf } from '../spark-codes/index.ts'
import { findRequests } from '../spark-requests/index.ts'
import { approve } from './answer.ts'
import type { Approval, ApproveInput } from './contract.ts'
import type { Visit } from './enter.ts'

/** Asks about the code before the transaction in which it is kept. What is wrong with the paste itself is told there. */
async function verify({ scope, link }: Visit, input: ApproveInput): Promise<Answered> {
  const parsed = parseSparkCode(input.code)
  const ctx = reading(scope)
  const [request] = parsed.ok ? await findRequests(ctx, [input.requestId]) : []
  if (!parsed.ok || request?.linkId !== link.id) return { status: 'unknown' }
  const [content] = await findContents(ctx, [request.contentId])
  return askVerifier(scope, { code: parsed.code, contentPlatformId: content?.platformId ?? null })
}

/** Keeps a code with TikTok's word on it, if there is one in time. */
export async function approveVerified(visit: Visit, input: ApproveInput): Promise<Approval> {
  const verification = await verify(visit, input)
  const refusal = refusalOf(verification.status)
  if (refusal) throw new Problem(refusal)
  return transact(visit.scope, ctx => approve(ctx, { link: visit.link, input: { ...input, verification } }))
}
