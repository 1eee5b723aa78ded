import { createRoute, z } from '@hono/zod-openapi'
import { json, mergePatchBody, PATCH_PROBLEMS, problems } from '../../http/responses.ts'
import { ExternalId, MetadataPatch } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { Content } from './contract.ts'

export const UpdateContentInput = z
  .strictObject({ externalId: ExternalId.nullable().optional(), metadata: MetadataPatch.optional() })
  .openapi('UpdateContentInput')
export type UpdateContentInput = z.infer<typeof UpdateContentInput>

export const updateContent = createRoute({
  method: 'patch',
  path: '/v1/content/{id}',
  operationId: 'updateContent',
  tags: ['content'],
  summary: 'Change what you say about a post',
  description:
    'JSON Merge Patch of your own id and metadata: fields left out stay, null removes. What the platform says comes by `POST /v1/content/batch`. Scope: `content:write`.',
  ...secured('content:write'),
  request: { params: z.object({ id: z.string() }), body: mergePatchBody(UpdateContentInput) },
  responses: { 200: json(Content, 'The post.'), ...problems(...PATCH_PROBLEMS, 'conflict') },
})
