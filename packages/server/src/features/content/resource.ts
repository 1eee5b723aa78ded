import { METRICS, type Metric } from '@sparkkit/core'
import type { Services, Workspace } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { Content } from './contract.ts'
import type { ContentRow } from './store.ts'
import { thumbnailUrl } from './thumbnails.ts'

/** Just enough of a context to print a resource. */
export interface Printer {
  readonly services: Services
  readonly workspace: Workspace
}

export const metricsOf = (row: Pick<ContentRow, Metric>): Content['metrics'] =>
  Object.fromEntries(METRICS.flatMap(name => (row[name] === null ? [] : [[name, row[name]]])))

export function toContent(printer: Printer, row: ContentRow): Content {
  return {
    id: row.id,
    platform: row.platform,
    mediaType: row.mediaType,
    platformId: row.platformId,
    url: row.url,
    creator: { id: row.creatorId, handle: row.creatorHandle },
    caption: row.caption,
    hashtags: row.hashtags,
    postedAt: iso(row.postedAt),
    durationSeconds: row.durationSeconds,
    thumbnailUrl: thumbnailUrl(printer, row.id),
    metrics: metricsOf(row),
    metricsAt: isoOrNull(row.metricsAt),
    eligibility: { eligible: row.eligible, reasons: row.eligibilityReasons.map(reason => ({ ...reason })) },
    sparkStatus: row.sparkStatus,
    openRequestId: row.openRequestId,
    liveCodeId: row.liveCodeId,
    codeEndsAt: isoOrNull(row.codeEndsAt),
    externalId: row.externalId,
    metadata: row.metadata,
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  }
}
