import { createRoute, z } from '@hono/zod-openapi'
import { COVERAGE_STATUSES, isCalendarDate, isTimeZone } from '@sparkkit/core'
import { json, jsonBody, mergePatchBody, PATCH_PROBLEMS, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { SparkCode } from '../spark-codes/index.ts'

const LONGEST_DAYS = 731
const DAY_MS = 86_400_000

const CalendarDate = z
  .string()
  .refine(
    value => isCalendarDate(value) && value >= '2005-01-01' && value < '2100-01-01',
    'must be a date like 2026-11-22, between 2005 and 2100',
  )
  .openapi({ format: 'date', example: '2026-11-22' })
const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be the name of a time zone, like Europe/Berlin or UTC')
  .openapi({ description: "The ad account's, by name.", example: 'Europe/Berlin' })
const AdAccountId = z.string().min(1).max(64).openapi({ description: 'Of the ad platform.' })

export const CoverageGap = z
  .object({
    from: Timestamp,
    to: Timestamp,
    days: z.int().openapi({ description: 'Days of the flight that lack a code, wholly or in part.' }),
    askAgainAt: Timestamp.openapi({
      description:
        "Since when to ask again: as long before the gap as this creator's answers take by the median, 72 hours if there is none.",
    }),
  })
  .openapi('CoverageGap')
export type CoverageGap = z.infer<typeof CoverageGap>

export const Coverage = z
  .object({
    status: z
      .enum(COVERAGE_STATUSES)
      .openapi({ description: 'A live code that starts late and ends early is `starts_late`, with two gaps.' }),
    sparkCodeId: Id('sparkCode').nullable(),
    gaps: z.array(CoverageGap).openapi({ description: 'What is left of the flight and has no live code, soonest first.' }),
  })
  .openapi('Coverage')
export type Coverage = z.infer<typeof Coverage>

export const Flight = z
  .object({
    id: Id('flight'),
    contentId: Id('content'),
    adAccountId: AdAccountId.nullable(),
    startsOn: CalendarDate,
    endsOn: CalendarDate.openapi({ description: 'The last day, included.' }),
    timeZone: z.string().openapi({ example: 'Europe/Madrid' }),
    startsAt: Timestamp,
    endsAt: Timestamp.openapi({ description: 'The first moment after the flight.' }),
    coverage: Coverage.nullable().openapi({ description: 'Null once the flight is over.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Flight', { description: 'Planned ad dates of a post.' })
export type Flight = z.infer<typeof Flight>

/** What `spark_code.gap` carries. */
export const SparkCodeGap = SparkCode.extend({
  gap: CoverageGap.extend({
    flightId: Id('flight'),
    adAccountId: AdAccountId.nullable(),
    startsOn: CalendarDate,
    endsOn: CalendarDate,
    timeZone: z.string().openapi({ example: 'Europe/Madrid' }),
  }),
}).openapi('SparkCodeGap')
export type SparkCodeGap = z.infer<typeof SparkCodeGap>

/** What is wrong with the dates of a flight, if anything. */
export function datesProblem({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string | undefined {
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS
  if (days < 0) return 'endsOn must not lie before startsOn'
  return days > LONGEST_DAYS ? 'a flight lasts two years at most' : undefined
}

export const FlightInput = z
  .strictObject({
    content: z.string().min(1).max(2048).openapi({ description: 'A content id, a TikTok platform id or a post URL.' }),
    adAccountId: AdAccountId.optional(),
    startsOn: CalendarDate,
    endsOn: CalendarDate.openapi({ description: 'The last day, included.' }),
    timeZone: TimeZone,
  })
  .openapi('FlightInput')
export type FlightInput = z.infer<typeof FlightInput>

export const AddFlightsInput = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(500)
      .openapi({ items: { $ref: '#/components/schemas/FlightInput' } }),
  })
  .openapi('AddFlightsInput')

export const AddFlightsResult = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(['created', 'failed']),
        id: Id('flight').optional(),
        contentId: Id('content').optional(),
        coverage: Coverage.nullable().optional(),
        problem: z.object({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
  })
  .openapi('AddFlightsResult')
export type AddFlightsResult = z.infer<typeof AddFlightsResult>

export const UpdateFlightInput = z
  .strictObject({
    adAccountId: AdAccountId.nullable().optional(),
    startsOn: CalendarDate.optional(),
    endsOn: CalendarDate.optional(),
    timeZone: TimeZone.optional(),
  })
  .openapi('UpdateFlightInput')
export type UpdateFlightInput = z.infer<typeof UpdateFlightInput>

const paging = { cursor: CursorParam.optional(), limit: LimitParam }
export const ListFlightsQuery = z.strictObject({ contentId: Id('content').optional(), adAccountId: AdAccountId.optional(), ...paging })
export type ListFlightsQuery = z.infer<typeof ListFlightsQuery>
export const ListCoverageQuery = z.strictObject({ contentId: Id('content').optional(), adAccountId: AdAccountId.optional(), ...paging })
export type ListCoverageQuery = z.infer<typeof ListCoverageQuery>

const FlightList = ListOf('FlightList', Flight)

export const CoverageReport = FlightList.extend({
  unusedCodes: z
    .int()
    .openapi({ description: 'Live codes that were never used: `GET /v1/spark-codes?status=live&used=false` lists them.' }),
}).openapi('CoverageReport')
export type CoverageReport = z.infer<typeof CoverageReport>

const one = { params: z.object({ id: z.string() }) }

export const addFlights = createRoute({
  method: 'post',
  path: '/v1/flights',
  operationId: 'addFlights',
  tags: ['spark-codes'],
  summary: 'Add flights',
  description:
    'Planned ad dates of posts, a verdict per row. A live code that ends inside one is announced as `spark_code.gap`, now or when its end becomes known. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: { body: jsonBody(AddFlightsInput) },
  responses: { 200: json(AddFlightsResult, 'A verdict per flight.'), ...problems(...WRITE_PROBLEMS) },
})

export const listFlights = createRoute({
  method: 'get',
  path: '/v1/flights',
  operationId: 'listFlights',
  tags: ['spark-codes'],
  summary: 'List flights',
  description: 'Newest first. Scope: `spark-codes:read`.',
  ...secured('spark-codes:read'),
  request: { query: ListFlightsQuery },
  responses: { 200: json(FlightList, 'A page of flights.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getFlight = createRoute({
  method: 'get',
  path: '/v1/flights/{id}',
  operationId: 'getFlight',
  tags: ['spark-codes'],
  summary: 'Get a flight',
  description: 'Scope: `spark-codes:read`.',
  ...secured('spark-codes:read'),
  request: one,
  responses: { 200: json(Flight, 'The flight.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const updateFlight = createRoute({
  method: 'patch',
  path: '/v1/flights/{id}',
  operationId: 'updateFlight',
  tags: ['spark-codes'],
  summary: 'Change a flight',
  description: 'JSON Merge Patch: fields left out stay, null removes. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: { ...one, body: mergePatchBody(UpdateFlightInput) },
  responses: { 200: json(Flight, 'The flight.'), ...problems(...PATCH_PROBLEMS) },
})

export const deleteFlight = createRoute({
  method: 'delete',
  path: '/v1/flights/{id}',
  operationId: 'deleteFlight',
  tags: ['spark-codes'],
  summary: 'Delete a flight',
  description: 'Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: one,
  responses: { 204: { description: 'Deleted.' }, ...problems(...READ_PROBLEMS, 'not_found') },
})

export const listCoverage = createRoute({
  method: 'get',
  path: '/v1/coverage',
  operationId: 'listCoverage',
  tags: ['spark-codes'],
  summary: 'List flights that lack a code',
  description: 'Flights with gaps, those first whose gap comes first, and how many live codes are unused. Scope: `spark-codes:read`.',
  ...secured('spark-codes:read'),
  request: { query: ListCoverageQuery },
  responses: { 200: json(CoverageReport, 'A page of flights with gaps.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})
