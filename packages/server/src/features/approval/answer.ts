import { DAY_MS, maskSparkCode, redactSparkCodes } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { findContents } from '../content/index.ts'
import { type Answered, askVerifier, newCode, nextVerifyAt, readPastedCode, refusalOf, takeCode } from '../spark-codes/index.ts'
import {
  findRequests,
  findRequestsOfLink,
  type LinkRow,
  loadOpenLink,
  loadSparkUnit,
  loadSparkUnits,
  noteLinkOpened,
  type RequestRow,
  saveSparkUnits,
} from '../spark-requests/index.ts'
import type { Approval, ApproveInput, CheckCodeInput, CodeVerdict, RejectInput } from './contract.ts'
import { writeReceipt } from './receipt.ts'
import { viewApproval } from './view.ts'

interface At<Input> {
  link: LinkRow
  input: Input
}

/** A request of this link; another one's answers like a missing one. The link may have been revoked since the creator came in. */
async function requestOf(ctx: Ctx, link: LinkRow, requestId: string): Promise<RequestRow> {
  await loadOpenLink(ctx, link.id)
  const [request] = await findRequests(ctx, [requestId])
  if (!request || request.linkId !== link.id) throw new Problem('not_found', 'There is no such request on this page.')
  return request
}

/** The page was opened: by its script, by a posted form, or by a visit that is no preview. */
export async function markOpened(ctx: Ctx, link: LinkRow): Promise<void> {
  if (link.openedAt === null) await noteLinkOpened(ctx, link.id)
  const unopened = (await findRequestsOfLink(ctx, link.id)).filter(
    request => request.openedAt === null && (request.status === 'pending' || request.status === 'lapsed'),
  )
  const units = await loadSparkUnits(
    ctx,
    unopened.map(request => request.contentId),
  )
  for (const request of unopened) units.get(request.contentId)?.decide(ctx, { type: 'open', requestId: request.id })
  await saveSparkUnits(ctx, [...units.values()])
}

/** A verdict on a pasted code before anything is sent. Changes nothing, and claims to know no more than it can. */
export async function checkCode(ctx: Ctx, { link, input }: At<CheckCodeInput>): Promise<CodeVerdict> {
  const request = await requestOf(ctx, link, input.requestId)
  const shorterThanAsked = input.days !== undefined && input.days < request.askedDays
  const verdict = { repairs: [], isExtension: false, shorterThanAsked, verification: 'unverified' as const, window: null }
  try {
    const pasted = await readPastedCode(ctx, input.code, request.contentId)
    const [content] = await findContents(ctx, [request.contentId])
    const word = await askVerifier(ctx, { code: pasted.code, contentPlatformId: content?.platformId ?? null })
    const refusal = refusalOf(word.status)
    if (refusal) throw new Problem(refusal)
    const verified = word.status === 'verified' && {
      verification: 'verified' as const,
      window: { startsAt: iso(word.startsAt), endsAt: iso(word.endsAt) },
      shorterThanAsked: word.endsAt < ctx.now + (request.askedDays - 1) * DAY_MS,
    }
    return {
      ...verdict,
      ...verified,
      ok: true,
      masked: maskSparkCode(pasted.code),
      repairs: [...pasted.repairs],
      problem: null,
      isExtension: pasted.known !== undefined,
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...verdict, ok: false, masked: null, problem: { code: error.code, detail: error.message } }
  }
}

export async function approve(ctx: Ctx, { link, input }: At<ApproveInput & { verification: Answered }>): Promise<Approval> {
  const request = await requestOf(ctx, link, input.requestId)
  const { verification } = input
  const unit = await loadSparkUnit(ctx, request.contentId)
  const pasted = await takeCode(ctx, input.code, request.contentId)
  const now = ctx.services.wallNow()
  const verifyAt = verification.status === 'unanswered' ? nextVerifyAt(now, now) : null
  const { incoming, row } = newCode(ctx, pasted, { source: 'creator', verifyAt })
  const verifiedWindow = verification.status === 'verified' ? { startsAt: verification.startsAt, endsAt: verification.endsAt } : undefined
  const code = { ...incoming, declaredDays: input.days, verifiedWindow }
  const { codeId } = unit.decide(ctx, { type: 'approve', requestId: request.id, code }, { code: row })
  const events = await saveSparkUnits(ctx, [unit])
  const given = unit.state.codes.find(({ id }) => id === codeId)
  // The same answer again agrees to nothing new.
  if (given && events.length > 0)
    await writeReceipt(ctx, { link, request, content: unit.content, code: given, plainCode: pasted.code, events })
  return viewApproval(ctx, link)
}

export async function reject(ctx: Ctx, { link, input }: At<RejectInput>): Promise<Approval> {
  const request = await requestOf(ctx, link, input.requestId)
  const unit = await loadSparkUnit(ctx, request.contentId)
  unit.decide(ctx, { type: 'reject', requestId: request.id, reason: redactSparkCodes(input.reason?.trim() ?? '') || null })
  await saveSparkUnits(ctx, [unit])
  return viewApproval(ctx, link)
}

/** Takes back the live code of a post on this page. */
export async function withdraw(ctx: Ctx, { link, input }: At<{ requestId: string }>): Promise<Approval> {
  const request = await requestOf(ctx, link, input.requestId)
  const unit = await loadSparkUnit(ctx, request.contentId)
  const codes = unit.state.codes.toSorted((a, b) => b.receivedAt - a.receivedAt)
  // Without a live one the last one tells: withdrawn before, or not to be withdrawn.
  const code = codes.find(({ status }) => status === 'live') ?? codes[0]
  if (!code) throw new Problem('spark_code_not_live')
  unit.decide(ctx, { type: 'withdraw', codeId: code.id })
  await saveSparkUnits(ctx, [unit])
  return viewApproval(ctx, link)
}
