import { z } from '@hono/zod-openapi'
import { GivenTime, Id, Timestamp } from '../../http/schemas.ts'
import { EventFilters } from './schemas.ts'

const Only = z.enum(['all', 'missing']).openapi({
  description: '`missing`: what the endpoint never took, also what happened while it was disabled. `all`: what it took as well.',
})

export const CreateReplayInput = z
  .strictObject({
    since: GivenTime.openapi({ description: 'From this time on; at most 30 days ago.' }),
    until: GivenTime.optional().openapi({ description: 'Before this time. Default: now.' }),
    only: Only.default('missing'),
    types: EventFilters.optional().openapi({ description: "Of what the endpoint's filter takes, only these." }),
  })
  .openapi('CreateReplayInput')
export type CreateReplayInput = z.infer<typeof CreateReplayInput>

export const Replay = z
  .object({
    id: Id('replay'),
    endpointId: Id('webhookEndpoint'),
    status: z.enum(['running', 'completed', 'cancelled']).openapi({ description: '`cancelled`: the endpoint was disabled or deleted.' }),
    since: Timestamp,
    until: Timestamp,
    only: Only,
    types: z.array(z.string()),
    total: z.int().nullable().openapi({ description: 'How many events it found; null until counted.' }),
    queued: z
      .int()
      .openapi({ description: 'How many of them were handed to delivery so far. See the deliveries for what became of them.' }),
    createdAt: Timestamp,
    completedAt: Timestamp.nullable(),
  })
  .openapi('Replay')
export type Replay = z.infer<typeof Replay>
