import { z } from '@hono/zod-openapi'
import { CursorParam, Id, LimitParam, Timestamp } from '../../http/schemas.ts'
import { isCustomHeaderName, isCustomHeaderValue, MAX_HEADER_VALUE, MAX_HEADERS } from './custom-headers.ts'
import { EventFilters } from './schemas.ts'

const Url = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .openapi({ description: 'Must be public and https. Redirects are not followed.', example: 'https://example.com/hooks/sparkkit' })
const Description = z.string().max(500)
const MAX_RATE_PER_SECOND = 1000

const Payload = z.enum(['full', 'thin']).openapi({
  description: '`full`: the event as the feed shows it. `thin`: its type and the id of what it is about, to be asked for.',
})
const IncludeCodes = z.boolean().openapi({
  description:
    '`spark_code.received`, `.extended` and `.restored` carry the code itself as `data.code`, put in when the body is sent. Takes a key with `spark-codes:reveal`.',
})
const RatePerSecond = z
  .int()
  .min(1)
  .max(MAX_RATE_PER_SECOND)
  .openapi({ description: 'At most so many requests a second; null for no limit of its own.' })

const HeaderName = z
  .string()
  .refine(isCustomHeaderName, 'must be a header name, and none of the connection, of the content or of the signature')
  .openapi({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$" })
const HeaderValue = z
  .string()
  .refine(isCustomHeaderValue, `must be at most ${MAX_HEADER_VALUE} visible ASCII characters`)
  .openapi({ maxLength: MAX_HEADER_VALUE, example: 'Bearer 5b1e…' })

const hasRoom = (headers: object): boolean => Object.keys(headers).length <= MAX_HEADERS
const namedOnce = (headers: object): boolean => {
  const names = Object.keys(headers).map(name => name.toLowerCase())
  return new Set(names).size === names.length
}
const headersOf = <T extends z.ZodType<string | null>>(value: T) =>
  z
    .record(HeaderName, value)
    .refine(hasRoom, `must be at most ${MAX_HEADERS}`)
    .refine(namedOnce, 'must name each header once, whatever the case')
    .openapi({
      description:
        'Sent with every request, for example to authorize it. Kept sealed and never shown again. Not `host`, `content-*` or `webhook-*`.',
      example: { authorization: 'Bearer 5b1e…' },
    })

export const WebhookEndpoint = z
  .object({
    id: Id('webhookEndpoint'),
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()).openapi({ description: 'Types, families such as `spark_code.*`, or `*`.' }),
    status: z.enum(['enabled', 'disabled']),
    disabledReason: z.string().nullable().openapi({
      description: '`requested`; `gone`: the receiver answered 410; `failing`: five days of nothing but failure. New reasons may appear.',
    }),
    payload: Payload,
    includeCodes: IncludeCodes,
    ratePerSecond: RatePerSecond.nullable(),
    headerNames: z.array(z.string()).openapi({ description: 'The custom headers; their values are never shown.' }),
    failing: z
      .object({
        since: Timestamp,
        failures: z.int(),
        disablesAt: Timestamp.openapi({ description: 'When it is disabled if it takes nothing before.' }),
      })
      .nullable()
      .openapi({ description: 'Failed attempts since the last one that was taken; null after that.' }),
    secretRotatedAt: Timestamp.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('WebhookEndpoint')
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

const Secret = z.string().openapi({ description: 'Verifies signatures (Standard Webhooks). Keep it on your server.', example: 'whsec_…' })
export const WebhookSecret = z.object({ secret: Secret }).openapi('WebhookSecret')
export type WebhookSecret = z.infer<typeof WebhookSecret>
export const CreatedWebhookEndpoint = WebhookEndpoint.extend({ secret: Secret }).openapi('CreatedWebhookEndpoint')
export type CreatedWebhookEndpoint = z.infer<typeof CreatedWebhookEndpoint>

export const CreateWebhookEndpointInput = z
  .strictObject({
    url: Url,
    description: Description.optional(),
    events: EventFilters.default(['*']),
    payload: Payload.default('full'),
    includeCodes: IncludeCodes.default(false),
    ratePerSecond: RatePerSecond.nullable().optional(),
    headers: headersOf(HeaderValue).optional(),
  })
  .openapi('CreateWebhookEndpointInput')
export type CreateWebhookEndpointInput = z.infer<typeof CreateWebhookEndpointInput>

export const UpdateWebhookEndpointInput = z
  .strictObject({
    url: Url.optional().openapi({ description: 'A new origin does not inherit custom headers: send `headers` along.' }),
    description: Description.nullable().optional(),
    events: EventFilters.optional(),
    status: z.enum(['enabled', 'disabled']).optional().openapi({ description: 'Disabling cancels what was not delivered yet.' }),
    payload: Payload.optional(),
    includeCodes: IncludeCodes.optional(),
    ratePerSecond: RatePerSecond.nullable().optional(),
    headers: headersOf(HeaderValue.nullable()).nullable().optional(),
  })
  .openapi('UpdateWebhookEndpointInput')
export type UpdateWebhookEndpointInput = z.infer<typeof UpdateWebhookEndpointInput>

export const RotateWebhookSecretInput = z
  .strictObject({
    overlapHours: z.int().min(0).max(168).default(24).openapi({
      description: 'How long deliveries are signed with the old secret too. 0 when it has leaked: every older one ends at once.',
    }),
  })
  .openapi('RotateWebhookSecretInput')
export type RotateWebhookSecretInput = z.infer<typeof RotateWebhookSecretInput>

export const RotatedWebhookSecret = z
  .object({ secret: Secret, previousSecretExpiresAt: Timestamp.openapi({ description: 'Until then both secrets sign.' }) })
  .openapi('RotatedWebhookSecret')
export type RotatedWebhookSecret = z.infer<typeof RotatedWebhookSecret>

export const ListWebhookEndpointsQuery = z.strictObject({ cursor: CursorParam.optional(), limit: LimitParam })
export type ListWebhookEndpointsQuery = z.infer<typeof ListWebhookEndpointsQuery>
