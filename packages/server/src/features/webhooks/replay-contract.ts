import { createRoute, z } from '@hono/zod-openapi'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { Id } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { CreateReplayInput, Replay } from './replay-schemas.ts'

export const createReplay = createRoute({
  tags: ['webhooks'],
  method: 'post',
  path: '/v1/webhook-endpoints/{id}/replay',
  operationId: 'createReplay',
  summary: 'Send an endpoint again what happened',
  description:
    'A job: follow its progress under `Location`, or wait for `replay.completed`. Events keep their ids, go out in order of `sequence` and leave room for what happens meanwhile. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: z.object({ id: Id('webhookEndpoint') }), body: jsonBody(CreateReplayInput) },
  responses: { 202: json(Replay, 'The job.'), ...problems(...WRITE_PROBLEMS, 'not_found', 'conflict') },
})

export const getReplay = createRoute({
  tags: ['webhooks'],
  method: 'get',
  path: '/v1/replays/{id}',
  operationId: 'getReplay',
  summary: 'Get a replay and its progress',
  description: 'Scope: `webhooks:read`.',
  ...secured('webhooks:read'),
  request: { params: z.object({ id: Id('replay') }) },
  responses: { 200: json(Replay, 'The job.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
