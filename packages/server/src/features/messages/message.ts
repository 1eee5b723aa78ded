import type { Ctx } from '../../context.ts'
import { findCreators } from '../content/index.ts'
import { findRequestsOfLink, loadOpenLink } from '../spark-requests/index.ts'
import { Composer } from './compose.ts'
import type { ApprovalMessage, GetApprovalMessageQuery } from './sending-contract.ts'

/** The message to send to one creator. */
export async function getApprovalMessage(
  ctx: Ctx,
  { linkId, query }: { linkId: string; query: GetApprovalMessageQuery },
): Promise<ApprovalMessage> {
  const link = await loadOpenLink(ctx, linkId)
  const composer = await Composer.open(ctx, query)
  const [creator] = await findCreators(ctx, [link.creatorId])
  return composer.compose({ link, creator, requests: await findRequestsOfLink(ctx, linkId) })
}
