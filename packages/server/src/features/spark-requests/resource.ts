import type { Ctx, Scope } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { ApprovalLink, SparkRequest } from './contract.ts'
import type { LinkRow, RequestRow } from './store.ts'

export const toSparkRequest = (row: RequestRow): SparkRequest => ({
  id: row.id,
  contentId: row.contentId,
  creatorId: row.creatorId,
  approvalLinkId: row.linkId,
  status: row.status,
  askedDays: row.askedDays,
  respondBy: iso(row.respondBy),
  sentAt: isoOrNull(row.sentAt),
  channel: row.channel,
  templateId: row.templateId,
  reminders: row.reminders,
  reminderDueAt: isoOrNull(row.reminderDueAt),
  remindedAt: isoOrNull(row.remindedAt),
  openedAt: isoOrNull(row.openedAt),
  answeredAt: isoOrNull(row.answeredAt),
  rejectionReason: row.rejectionReason,
  renewsCodeId: row.renewsCodeId,
  feeNote: row.feeNote,
  terms: row.terms,
  externalId: row.externalId,
  metadata: row.metadata,
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

/** Without its URL, which only the message shows: events and lists must not carry the token. */
export const toApprovalLink = (row: LinkRow): ApprovalLink => ({
  id: row.id,
  creatorId: row.creatorId,
  status: row.revokedAt === null ? 'open' : 'revoked',
  shortCodeEndsAt: isoOrNull(row.shortCodeEndsAt),
  openedAt: isoOrNull(row.openedAt),
  revokedAt: isoOrNull(row.revokedAt),
  createdAt: iso(row.createdAt),
})

const TIME = /(At|By)$/

/** Earlier values of changed fields as the API shows them. */
export function previousFields(previous: object | null): Record<string, unknown> | undefined {
  if (previous === null) return undefined
  return Object.fromEntries(
    Object.entries(previous).map(([key, value]) => [key, TIME.test(key) && typeof value === 'number' ? iso(value) : value]),
  )
}

/** The creator's URL behind a link. Only for messages and answers to whoever asked. */
export function approvalUrl(ctx: Pick<Ctx, 'services' | 'workspace'>, link: LinkRow): string {
  return urlOfToken(ctx, tokenOf(ctx, link))
}

export function urlOfToken(ctx: Pick<Ctx, 'services' | 'workspace'>, token: string): string {
  const { approvalUrlTemplate } = ctx.workspace
  return approvalUrlTemplate ? approvalUrlTemplate.replace('{token}', token) : `${ctx.services.publicUrl}/a/${token}`
}

const tokenOf = ({ services, workspace }: Pick<Scope, 'services' | 'workspace'>, link: LinkRow): string =>
  services.keyRing.open(link.tokenSealed, { workspaceId: workspace.id, rowId: link.id, purpose: 'approval_token' })
