import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'

import { type BoundAccount, findAccountsOfCodes } from '../ad-accounts/index.ts'
import { type Flight, findOpenFlights } from '../flights/index.ts'
import { thumbnailUrl } from '../thumbnails/index.ts'
import type { SharedCode, SharedCodes, SharedCodesQuery } from './public-contract.ts'
import { countShared, findSharedPage, positionOf, type SharedRow } from './shared-code-store.ts'
import type { HandoffRow } from './store.ts'

const toFlight = ({ startsOn, endsOn, timeZone, adAccountId, coverage }: Flight): SharedCode['flights'][number] => ({
  startsOn,
  endsOn,
  timeZone,
  adAccountId,
  gapDays: (coverage?.gaps ?? []).reduce((sum, gap) => sum + gap.days, 0),
})

interface Beside {
  readonly flights: readonly Flight[]
  readonly accounts: readonly BoundAccount[]
}

function toSharedCode(ctx: Ctx, { code, handle, ...post }: SharedRow, { flights, accounts }: Beside): SharedCode {
  return {
    id: code.id,
    masked: code.masked,
    startsAt: iso(code.startsAt),
    endsAt: iso(code.endsAt),
    daysLeft: Math.max(0, Math.ceil((code.endsAt - ctx.now) / DAY_MS)),
    windowSource: code.windowSource,
    content: { ...post, postedAt: iso(post.postedAt), thumbnailUrl: thumbnailUrl(ctx, code.contentId) },
    creator: { handle },
    flights: flights.map(toFlight),
    adAccounts: accounts.map(({ advertiserId, name, status }) => ({ advertiserId, name, status })),
    usedAt: isoOrNull(code.usedAt),
    usedAdId: code.usedAdId,
    usedAdAccountId: code.usedAdAccountId,
  }
}

/** Codes with what an ad team needs beside them. */
export async function presentShared(ctx: Ctx, rows: readonly SharedRow[]): Promise<SharedCode[]> {
  const flights = Map.groupBy(
    await findOpenFlights(
      ctx,
      rows.map(row => row.code.contentId),
    ),
    flight => flight.contentId,
  )
  const accounts = Map.groupBy(
    await findAccountsOfCodes(
      ctx,
      rows.map(row => row.code.id),
    ),
    account => account.codeId,
  )
  return rows.map(row =>
    toSharedCode(ctx, row, { flights: flights.get(row.code.contentId) ?? [], accounts: accounts.get(row.code.id) ?? [] }),
  )
}

/** What stands behind the link: a page of codes, masked. */
export async function viewHandoff(ctx: Ctx, { handoff, query }: { handoff: HandoffRow; query: SharedCodesQuery }): Promise<SharedCodes> {
  const { cursor, limit } = query
  const binding = { handoff: handoff.id, filter: JSON.stringify(handoff.filter) }
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'shared-codes', query: binding }
  const position = cursor === undefined ? undefined : decodeCursor(context, cursor)
  const after = position && ([Number(position[0]), Number(position[1]), String(position[2])] as const)
  const rows = await findSharedPage(ctx, handoff.filter, { after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const { branding } = ctx.workspace
  return {
    handoff: { name: handoff.name, scopes: handoff.scopes, chunkSize: handoff.chunkSize, expiresAt: iso(handoff.expiresAt) },
    brand: {
      name: branding.name,
      handle: branding.handle ?? null,
      contact: branding.contact ?? null,
      website: branding.website ?? null,
      logoUrl: branding.logoUrl ?? null,
      accent: branding.accent ?? null,
    },
    counts: await countShared(ctx, handoff.filter),
    data: await presentShared(ctx, page),
    nextCursor: rows.length > limit && last ? encodeCursor(context, positionOf(last)) : null,
  }
}
