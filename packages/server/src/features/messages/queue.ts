import { profileUrl } from '@sparkkit/core'
import { type Ctx, reading, type Scope } from '../../context.ts'
import { csvOf } from '../../http/csv.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { pageById } from '../../http/page-by-id.ts'
import { iso } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { findCreators } from '../content/index.ts'
import { findLinkPage, findLinks, findRequestsOfLinks, freshenShortCodes, toApprovalLink } from '../spark-requests/index.ts'
import { Composer } from './compose.ts'
import type { ExportMessagesQuery, ListApprovalLinksQuery, ListedApprovalLink, Needs, ToSend } from './queue-contract.ts'
import { findWaiting, type QueuePosition, type Waiting } from './queue-store.ts'

export type QueueQuery = Omit<ListApprovalLinksQuery, 'needs'> & { readonly needs: Needs }

export interface QueuePage {
  readonly waiting: readonly Waiting[]
  readonly nextCursor: string | null
}

/** Links alone, newest first. */
export const listApprovalLinks = (
  ctx: Ctx,
  query: ListApprovalLinksQuery,
): Promise<{ data: ListedApprovalLink[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'approval-links', query, find: after => findLinkPage(ctx, query, after), print: toApprovalLink })

/** A query for messages; one for links alone has nothing to say about them. */
export function queueQuery({ needs, ...query }: ListApprovalLinksQuery): QueueQuery | undefined {
  if (needs !== undefined) return { ...query, needs }
  for (const name of ['channel', 'locale'] as const) {
    if (query[name] === undefined) continue
    const path = `query.${name}`
    throw new Problem('invalid_request', `${path}: goes with needs`, [{ path, message: 'goes with needs' }])
  }
  return undefined
}

const asPosition = ([since, linkId]: readonly unknown[]): QueuePosition => [Number(since), String(linkId)]

/** Which links have something to send; {@link showQueue} writes the messages. */
export async function findQueuePage(ctx: Ctx, query: QueueQuery): Promise<QueuePage> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'message-queue', query: binding }
  const after = cursor === undefined ? undefined : asPosition(decodeCursor(context, cursor))
  const rows = await findWaiting(ctx, query, { after, limit: limit + 1 })
  const waiting = rows.slice(0, limit)
  const last = waiting.at(-1)
  return { waiting, nextCursor: rows.length > limit && last ? encodeCursor(context, [last.since, last.linkId]) : null }
}

type Wanted = Pick<QueueQuery, 'needs' | 'channel' | 'locale'>
type ListedToSend = ListedApprovalLink & { toSend: ToSend }

async function compose(ctx: Ctx, { needs, channel, locale }: Wanted, waiting: readonly Waiting[]): Promise<ListedToSend[]> {
  const ids = waiting.map(({ linkId }) => linkId)
  const links = new Map((await findLinks(ctx, ids)).map(link => [link.id, link]))
  const requests = Map.groupBy(await findRequestsOfLinks(ctx, ids), request => request.linkId)
  const found = await findCreators(
    ctx,
    [...links.values()].map(link => link.creatorId),
  )
  const creators = new Map(found.map(creator => [creator.id, creator]))
  const composer = await Composer.open(ctx, { kind: needs === 'message' ? 'request' : 'reminder', channel, locale })
  return waiting.flatMap(({ linkId, posts, since }) => {
    const link = links.get(linkId)
    const creator = link && creators.get(link.creatorId)
    if (!link || !creator || link.revokedAt !== null) return []
    const { id, platform, handle, displayName } = creator
    const about = { id, platform, handle, displayName, profileUrl: handle === null ? null : profileUrl(platform, handle) }
    const message = composer.compose({ link, creator, requests: requests.get(linkId) ?? [] })
    return [{ ...toApprovalLink(link), toSend: { creator: about, posts, since: iso(since), message } }]
  })
}

/** A page of messages to send. */
export async function showQueue(
  ctx: Ctx,
  { query, page }: { query: QueueQuery; page: QueuePage },
): Promise<{ data: ListedApprovalLink[]; nextCursor: string | null }> {
  return { data: await compose(ctx, query, page.waiting), nextCursor: page.nextCursor }
}

const HEADER = [
  'handle',
  'profile_url',
  'posts',
  'channel',
  'locale',
  'subject',
  'message',
  'url',
  'short_url',
  'short_code',
  'waiting_since',
  'problem',
  'approval_link_id',
  'template_id',
]
const SLICE = 500

function cellsOf({ id, toSend }: ListedToSend): string[] {
  const { creator, posts, since, message } = toSend
  const { channel, locale, subject, text, url, shortUrl, shortCode, problem, templateId } = message
  const who = [creator.handle ?? '', creator.profileUrl ?? '', String(posts)]
  return [...who, channel, locale, subject ?? '', text, url, shortUrl, shortCode, since, problem ?? '', id, templateId ?? '']
}

/** All messages to send as CSV. Nobody's writes wait for it. */
export async function exportMessages(scope: Scope, query: ExportMessagesQuery): Promise<string> {
  const ctx = reading(scope)
  const lines: { texts: string[] }[] = []
  for (let after: QueuePosition | undefined; ; ) {
    const waiting = await findWaiting(ctx, query, { after, limit: SLICE })
    const ids = waiting.map(({ linkId }) => linkId)
    await freshenShortCodes(scope, ids)
    for (const listed of await compose(ctx, query, waiting)) lines.push({ texts: cellsOf(listed) })
    const last = waiting.at(-1)
    if (!last || waiting.length < SLICE) return csvOf(HEADER, lines)
    after = [last.since, last.linkId]
  }
}
