import { createRoute, z } from '@hono/zod-openapi'
import { json, jsonBody, problems, WRITE_PROBLEMS } from '../../http/responses.ts'
import { GivenTime, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const AdvanceClockInput = z
  .strictObject({
    to: GivenTime.optional().openapi({ description: 'The moment to go to.' }),
    days: z.number().positive().max(3660).optional().openapi({ description: 'How far to go, from where the clock stands.' }),
  })
  .refine(input => (input.to === undefined) !== (input.days === undefined), 'needs either `to` or `days`')
  .openapi('AdvanceClockInput')
export type AdvanceClockInput = z.infer<typeof AdvanceClockInput>

export const advanceSandboxClock = createRoute({
  method: 'post',
  path: '/v1/sandbox/advance',
  operationId: 'advanceSandboxClock',
  tags: ['access'],
  summary: "Move a sandbox's clock forward",
  description:
    'The domain clock of a sandbox stands still until this call. What falls due on the way happens in due order, each at its own time: sixty days of life in one call. Webhooks leave on wall time. Scope: `sandbox:write`.',
  ...secured('sandbox:write'),
  request: { body: jsonBody(AdvanceClockInput) },
  responses: {
    200: json(z.object({ now: Timestamp }).openapi('SandboxClock'), 'Where the clock stands now.'),
    ...problems(...WRITE_PROBLEMS, 'workspace_not_sandbox', 'clock_backwards', 'conflict'),
  },
})
