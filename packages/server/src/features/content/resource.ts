import { METRICS, type Metric } from '@sparkkit/core'
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'
import { compactJson, type JsonPrinter, jsonFlag, jsonNumber, jsonObject, jsonRest } from '../../db/json.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { thumbnailUrl } from '../thumbnails/index.ts'
import type { Content } from './contract.ts'
import type { ContentRow } from './store.ts'

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

/** What {@link toContent} prints, printed by the database: all but the thumbnail's URL, which is signed here. */
function contentFields({ content: c }: Ctx['tables'], json: JsonPrinter): Record<Exclude<keyof Content, 'thumbnailUrl'>, string> {
  return {
    id: json.text(c.id.name),
    platform: json.text(c.platform.name),
    mediaType: json.text(c.mediaType.name),
    platformId: json.text(c.platformId.name),
    url: json.text(c.url.name),
    creator: jsonObject({ id: json.text(c.creatorId.name), handle: json.text(c.creatorHandle.name) }),
    caption: json.text(c.caption.name),
    hashtags: c.hashtags.name,
    postedAt: json.time(c.postedAt.name),
    durationSeconds: jsonNumber(c.durationSeconds.name),
    metrics: compactJson(Object.fromEntries(METRICS.map(name => [name, c[name].name]))),
    metricsAt: json.time(c.metricsAt.name),
    eligibility: jsonObject({ eligible: jsonFlag(c.eligible.name), reasons: c.eligibilityReasons.name }),
    sparkStatus: json.text(c.sparkStatus.name),
    openRequestId: json.text(c.openRequestId.name),
    liveCodeId: json.text(c.liveCodeId.name),
    codeEndsAt: json.time(c.codeEndsAt.name),
    externalId: json.text(c.externalId.name),
    metadata: c.metadata.name,
    createdAt: json.time(c.createdAt.name),
    updatedAt: json.time(c.updatedAt.name),
  }
}

const printed = new WeakMap<JsonPrinter, SQL>()

/** A row of `content` as JSON text without its opening brace; {@link withThumbnail} completes it. */
export function contentJson({ tables, dialect: { json } }: Pick<Ctx, 'tables' | 'dialect'>): SQL {
  const text = printed.get(json) ?? sql.raw(jsonRest(contentFields(tables, json)))
  printed.set(json, text)
  return text
}

/** The text of a whole Content, of what {@link contentJson} prints. */
export const withThumbnail = (printer: Printer, { id, fields }: { id: string; fields: string }): string =>
  `{"thumbnailUrl":${JSON.stringify(thumbnailUrl(printer, id))},${fields}`
