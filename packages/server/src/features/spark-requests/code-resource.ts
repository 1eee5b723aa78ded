import type { SparkCodeState, SparkRequestState } from '@sparkkit/core'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { ContentRow } from '../content/index.ts'
import type { AnnouncedSparkCode, SparkCode } from '../spark-codes/index.ts'
import { previousFields } from './resource.ts'
import type { CodeRow } from './store.ts'

const verificationOf = ({ windowSource, verifyAt }: Pick<CodeRow, 'windowSource' | 'verifyAt'>): SparkCode['verification'] =>
  windowSource === 'verified' ? 'verified' : verifyAt === null ? 'unverified' : 'pending'

/** Earlier values of changed fields as the API shows them, with those that follow from others. */
export function previousCodeFields(
  { verifyAt }: CodeRow,
  previous: Partial<SparkCodeState> | Partial<SparkRequestState>,
): Record<string, unknown> | undefined {
  const windowSource = 'windowSource' in previous ? previous.windowSource : undefined
  return { ...previousFields(previous), ...(windowSource && { verification: verificationOf({ windowSource, verifyAt }) }) }
}

/** Here and not in spark-codes, because a request and its code change together. */
export const toSparkCode = (row: CodeRow): SparkCode => ({
  id: row.id,
  contentId: row.contentId,
  creatorId: row.creatorId,
  requestId: row.requestId,
  status: row.status,
  masked: row.masked,
  source: row.source,
  startsAt: iso(row.startsAt),
  endsAt: iso(row.endsAt),
  windowSource: row.windowSource,
  verification: verificationOf(row),
  receivedAt: iso(row.receivedAt),
  warnedDays: row.warnedDays,
  supersededById: row.supersededById,
  withdrawnAt: isoOrNull(row.withdrawnAt),
  invalidReason: row.invalidReason,
  usedAt: isoOrNull(row.usedAt),
  usedAdId: row.usedAdId,
  usedAdAccountId: row.usedAdAccountId,
  externalId: row.externalId,
  metadata: row.metadata,
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

/** With the post it is for, so that a receiver needs no second call. Without the handle: people are in the log by id. */
export function toAnnouncedSparkCode(row: CodeRow, post: ContentRow | undefined): AnnouncedSparkCode {
  if (!post) throw new Error(`The post of code ${row.id} was not loaded.`)
  const { id, platform, platformId, externalId, metadata } = post
  return { ...toSparkCode(row), content: { id, platform, platformId, externalId, metadata } }
}
