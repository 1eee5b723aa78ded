import { createRoute, z } from '@hono/zod-openapi'
import { json, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { GivenTime, IntParam, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const FUNNEL_STEPS = ['asked', 'opened', 'approved', 'verified', 'used', 'renewed'] as const
export type FunnelStepName = (typeof FUNNEL_STEPS)[number]
export const FUNNEL_GROUPS = ['none', 'creator', 'template', 'channel'] as const

export const FunnelStep = z
  .object({
    step: z.enum(FUNNEL_STEPS),
    count: z.int(),
    rate: z.number().nullable().openapi({ description: 'Of those asked, 0 to 1; null when none was.' }),
    medianHours: z.number().nullable().openapi({
      description:
        'How long it took: to be opened since it was asked, to be approved since it was opened, everything later since it was approved. Null where nothing is known.',
    }),
  })
  .openapi('FunnelStep')

export const FunnelGroup = z
  .object({
    key: z
      .string()
      .nullable()
      .openapi({ description: 'Creator id, template id or channel; null for the total and for requests without one.' }),
    steps: z.array(FunnelStep),
    wastedDays: z.number().openapi({ description: 'Days on which codes received in this time were alive and not used yet.' }),
  })
  .openapi('FunnelGroup')
export type FunnelGroup = z.infer<typeof FunnelGroup>

export const Funnel = z
  .object({
    from: Timestamp,
    to: Timestamp,
    groupBy: z.enum(FUNNEL_GROUPS),
    total: FunnelGroup,
    groups: z.array(FunnelGroup).openapi({ description: 'Those with most requests first; empty when nothing is grouped by.' }),
  })
  .openapi('Funnel')
export type Funnel = z.infer<typeof Funnel>

export const GetFunnelQuery = z.strictObject({
  from: GivenTime.optional().openapi({ description: 'When the requests were made, from here on. 90 days before `to` unless given.' }),
  to: GivenTime.optional().openapi({ description: 'And before this. Now unless given.' }),
  groupBy: z.enum(FUNNEL_GROUPS).default('none'),
  limit: IntParam(1, 100).default(50).openapi({ description: 'Of groups.' }),
})
export type GetFunnelQuery = z.infer<typeof GetFunnelQuery>

export const getFunnel = createRoute({
  method: 'get',
  path: '/v1/stats/funnel',
  operationId: 'getFunnel',
  tags: ['access'],
  summary: 'How requests become used codes',
  description:
    'Of the requests made in this time, cancelled ones aside: how many were opened, approved, verified, used and renewed so far, and how long that took. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { query: GetFunnelQuery },
  responses: { 200: json(Funnel, 'The funnel.'), ...problems(...READ_PROBLEMS) },
})
