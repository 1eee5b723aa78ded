import { createRoute, z } from '@hono/zod-openapi'
import { json, mergePatchBody, PATCH_PROBLEMS, problems } from '../../http/responses.ts'
import { ExternalId, GivenTime, MetadataPatch } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { SparkCode } from './contract.ts'

export const UpdateSparkCodeInput = z
  .strictObject({
    endsAt: GivenTime.optional().openapi({
      description: 'A later end: the creator extended the code in TikTok. An expired code is live again.',
    }),
    externalId: ExternalId.nullable().optional(),
    metadata: MetadataPatch.optional(),
  })
  .openapi('UpdateSparkCodeInput')
export type UpdateSparkCodeInput = z.infer<typeof UpdateSparkCodeInput>

export const updateSparkCode = createRoute({
  method: 'patch',
  path: '/v1/spark-codes/{id}',
  operationId: 'updateSparkCode',
  tags: ['spark-codes'],
  summary: 'Extend or label a code',
  description: 'JSON Merge Patch: fields left out stay, null removes. `endsAt` only ever moves on. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: { params: z.object({ id: z.string() }), body: mergePatchBody(UpdateSparkCodeInput) },
  responses: {
    200: json(SparkCode, 'The code, masked.'),
    ...problems(...PATCH_PROBLEMS, 'conflict', 'spark_code_not_live', 'already_approved'),
  },
})
