import { maskSparkCode, type SparkCodeState } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { type ContentRow, findCreators } from '../content/index.ts'
import {
  type EventReference,
  findRequests,
  findRequestsAndCodes,
  type LinkRow,
  type RequestRow,
  showTerms,
} from '../spark-requests/index.ts'
import { brandOf } from './brand.ts'
import type { Receipt, ReceiptRecord } from './receipt-contract.ts'
import { findReceipts, insertReceipt, type ReceiptRow } from './store.ts'

export interface Answered {
  readonly link: LinkRow
  readonly request: RequestRow
  readonly content: ContentRow
  readonly code: SparkCodeState
  readonly plainCode: string
  readonly events: readonly EventReference[]
}

/** Puts down what both sides saw, in the transaction of the answer. */
export async function writeReceipt(ctx: Ctx, { link, request, content, code, plainCode, events }: Answered): Promise<void> {
  const [creator] = await findCreators(ctx, [request.creatorId])
  const { platform, platformId, url, caption, postedAt } = content
  const { logoUrl, accent, ...brand } = brandOf(ctx)
  const record: ReceiptRecord = {
    contentId: content.id,
    creatorId: request.creatorId,
    approvalLinkId: link.id,
    brand,
    creator: { handle: creator?.handle ?? null },
    post: { platform, platformId, url, caption, postedAt: iso(postedAt) },
    asked: { at: iso(request.createdAt), days: request.askedDays, feeNote: request.feeNote },
    terms: request.terms,
    code: {
      masked: maskSparkCode(plainCode),
      startsAt: iso(code.startsAt),
      endsAt: iso(code.endsAt),
      windowSource: code.windowSource,
    },
    events: [...events],
  }
  await insertReceipt(ctx, { id: ctx.services.newId('receipt'), requestId: request.id, codeId: code.id, record })
}

async function show(ctx: Ctx, request: RequestRow, [receipt, ...earlier]: readonly ReceiptRow[]): Promise<Receipt> {
  if (!receipt) throw new Problem('not_found')
  const { record } = receipt
  const { codes } = await findRequestsAndCodes(ctx, [request.contentId])
  const code = codes.find(({ id }) => id === receipt.codeId)
  if (!code) throw new Error(`The code of receipt ${receipt.id} is gone.`)
  const [terms] = await showTerms(ctx, [record.terms])
  return {
    ...record,
    id: receipt.id,
    requestId: request.id,
    sparkCodeId: receipt.codeId,
    answeredAt: iso(receipt.answeredAt),
    terms: terms ?? null,
    now: {
      requestStatus: request.status,
      codeStatus: code.status === 'live' && code.endsAt <= ctx.now ? 'expired' : code.status,
      codeEndsAt: iso(code.endsAt),
      withdrawnAt: isoOrNull(code.withdrawnAt),
    },
    earlier: earlier.map(row => ({ id: row.id, answeredAt: iso(row.answeredAt), code: row.record.code })),
  }
}

export async function getReceipt(ctx: Ctx, requestId: string): Promise<Receipt> {
  const [request] = await findRequests(ctx, [requestId])
  if (!request) throw new Problem('not_found')
  return show(ctx, request, await findReceipts(ctx, requestId))
}

/** For the creator: only of their page. */
export async function getApprovalReceipt(ctx: Ctx, { link, requestId }: { link: LinkRow; requestId: string }): Promise<Receipt> {
  const [request] = await findRequests(ctx, [requestId])
  if (request?.linkId !== link.id) throw new Problem('not_found')
  return show(ctx, request, await findReceipts(ctx, requestId))
}
