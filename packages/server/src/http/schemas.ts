import { z } from '@hono/zod-openapi'
import { ID_PREFIXES, type IdKind } from '@sparkkit/core'
import { fieldProblem } from '../problem.ts'

/** An id of one kind, for example `cnt_01h…`. */
export const Id = (kind: IdKind) =>
  z
    .string()
    .max(ID_PREFIXES[kind].length + 27)
    .regex(
      new RegExp(`^${ID_PREFIXES[kind]}_[0-7][0-9a-hjkmnp-tv-z]{25}$`),
      `must be an id like ${ID_PREFIXES[kind]}_01h455vb4pex5vsknk084sn02q`,
    )
    .openapi({ example: `${ID_PREFIXES[kind]}_01h455vb4pex5vsknk084sn02q` })

/** ISO 8601 UTC with milliseconds. */
export const Timestamp = z.iso.datetime().openapi({ format: 'date-time', example: '2026-11-22T12:00:00.000Z' })

/** A time given by a caller: ISO 8601 with an offset or `Z`, or a date, which means its first moment in UTC. Between 2005 and 2100. */
export const GivenTime = z
  .union([z.iso.datetime({ offset: true }).max(40), z.iso.date()])
  .transform(value => Date.parse(value))
  .refine(value => value >= Date.UTC(2005, 0, 1) && value < Date.UTC(2100, 0, 1), 'must lie between 2005 and 2100')
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-22T12:00:00Z' })

/** A whole number in a query string. */
export const IntParam = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max })

export const BoolParam = z
  .enum(['true', 'false'])
  .transform(value => value === 'true')
  .openapi({ type: 'boolean' })

/** What a schema says of itself, as the document shows the items of a list. */
const documentedItem = (item: z.ZodType) => {
  const { pattern, maxLength, enum: values } = z.toJSONSchema(item, { io: 'input' })
  return { type: 'string' as const, ...(pattern && { pattern }), ...(maxLength && { maxLength }), ...(values && { enum: values }) }
}

/** One value, several comma-separated, or the parameter repeated. */
export const ListParam = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .preprocess(
      value => (value === undefined ? undefined : [value].flat().flatMap(part => String(part).split(','))),
      z.array(item).min(1).max(50),
    )
    .openapi({ type: 'array', maxItems: 50, items: documentedItem(item) })

export const LimitParam = IntParam(1, 100).default(50)
export const CursorParam = z
  .string()
  .min(1)
  .max(2048)
  .openapi({ description: '`nextCursor` of the page before. It belongs to the same filters and sort.' })

export const Locale = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, like en or pt-BR')

/** Answer of every list: one page and where the next one starts. */
export const ListOf = <T extends z.ZodType>(name: string, item: T) =>
  z
    .object({
      data: z.array(item),
      nextCursor: z.string().nullable().openapi({ description: 'Pass as `cursor` for the next page; null on the last.' }),
    })
    .openapi(name)

export const ExternalId = z
  .string()
  .min(1)
  .max(255)
  .openapi({ description: 'Your own id for it: unique in the workspace, filterable, echoed in events.' })

export const Metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine(value => Object.keys(value).length <= 50, 'must have at most 50 keys')
  .openapi({ description: 'Up to 50 strings of yours, echoed in events.', example: { campaign: 'spring' } })

/** Merge patch of metadata: a null removes its key, null itself removes all. */
export const MetadataPatch = z
  .record(z.string().min(1).max(40), z.string().max(500).nullable())
  .nullable()
  .openapi({
    description: 'Keys left out stay, a null removes its key, null itself removes all.',
    example: { campaign: 'spring', tier: null },
  })
export type MetadataPatch = z.infer<typeof MetadataPatch>

export function patchMetadata(before: Readonly<Record<string, string>>, patch: MetadataPatch | undefined): Record<string, string> {
  if (patch === undefined) return { ...before }
  const merged: Record<string, string | null> = patch === null ? {} : { ...before, ...patch }
  const metadata = Object.fromEntries(Object.entries(merged).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
  if (Object.keys(metadata).length > 50) throw fieldProblem('metadata', 'must have at most 50 keys')
  return metadata
}

export const iso = (time: number): string => new Date(time).toISOString()
export const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time))
