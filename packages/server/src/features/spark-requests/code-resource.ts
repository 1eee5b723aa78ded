import { iso, isoOrNull } from '../../http/schemas.ts'
import type { ContentRow } from '../content/index.ts'
import type { AnnouncedSparkCode, SparkCode } from '../spark-codes/index.ts'
import type { CodeRow } from './store.ts'

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
  verification: row.windowSource === 'verified' ? 'verified' : row.verifyAt === null ? 'unverified' : 'pending',
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
