import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { type ContentRow, findContents, findCreators } from '../content/index.ts'
import {
  type CodeRow,
  findRequestsAndCodes,
  findRequestsOfLink,
  type LinkRow,
  type RequestRow,
  showTerms,
} from '../spark-requests/index.ts'
import { thumbnailUrl } from '../thumbnails/index.ts'
import { brandOf } from './brand.ts'
import type { Approval } from './contract.ts'

type Item = Approval['items'][number]

function codeOf(ctx: Ctx, codes: readonly CodeRow[]): Item['code'] {
  const code = codes.find(candidate => candidate.status === 'live') ?? codes.toSorted((a, b) => b.receivedAt - a.receivedAt)[0]
  if (!code) return null
  const isOver = code.status === 'live' && code.endsAt <= ctx.now
  return {
    masked: code.masked,
    status: isOver ? 'expired' : code.status,
    startsAt: iso(code.startsAt),
    endsAt: iso(code.endsAt),
    windowSource: code.windowSource,
    daysLeft: code.status === 'live' ? Math.max(0, Math.ceil((code.endsAt - ctx.now) / DAY_MS)) : 0,
  }
}

function itemOf(ctx: Ctx, request: RequestRow, about: { content: ContentRow; codes: readonly CodeRow[] }): Item {
  const { content, codes } = about
  return {
    requestId: request.id,
    status: request.status,
    askedDays: request.askedDays,
    respondBy: iso(request.respondBy),
    feeNote: request.feeNote,
    terms: request.terms,
    answeredAt: isoOrNull(request.answeredAt),
    content: {
      platform: content.platform,
      url: content.url,
      caption: content.caption,
      postedAt: iso(content.postedAt),
      thumbnailUrl: thumbnailUrl(ctx, content.id),
      views: content.views,
    },
    code: codeOf(ctx, codes),
  }
}

/** The newest request of each post; what was cancelled shows only where nothing else was asked. */
export function newestPerPost(requests: readonly RequestRow[]): RequestRow[] {
  const newest = new Map<string, RequestRow>()
  for (const request of requests) {
    const shown = newest.get(request.contentId)
    if (!shown || shown.status === 'cancelled' || request.status !== 'cancelled') newest.set(request.contentId, request)
  }
  // What was asked last stands first, and stays in its place when it is answered.
  return [...newest.values()].sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id))
}

/** What the creator sees behind the link. */
export async function viewApproval(ctx: Ctx, link: LinkRow): Promise<Approval> {
  const requests = newestPerPost(await findRequestsOfLink(ctx, link.id))
  const contentIds = requests.map(request => request.contentId)
  const contents = new Map((await findContents(ctx, contentIds)).map(content => [content.id, content]))
  const { codes } = await findRequestsAndCodes(ctx, contentIds)
  const [creator] = await findCreators(ctx, [link.creatorId])
  return {
    brand: brandOf(ctx),
    creator: { handle: creator?.handle ?? null },
    locale: ctx.workspace.locale,
    terms: await showTerms(
      ctx,
      requests.map(request => request.terms),
    ),
    items: requests.flatMap(request => {
      const content = contents.get(request.contentId)
      return content ? [itemOf(ctx, request, { content, codes: codes.filter(code => code.contentId === request.contentId) })] : []
    }),
  }
}
