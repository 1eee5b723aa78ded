import { createRoute, z } from '@hono/zod-openapi'
import { json, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { secured } from '../../http/secured.ts'
import { Creator } from '../content/index.ts'

export const eraseCreator = createRoute({
  method: 'post',
  path: '/v1/creators/{id}/erase',
  operationId: 'eraseCreator',
  tags: ['content'],
  summary: 'Erase a creator',
  description:
    'Cannot be undone. Names, links and texts of the person are blanked at once in the creator, and within minutes in their posts, requests, codes and all earlier events; their page is closed, open requests are cancelled, codes withdrawn and destroyed. Ids, times and counters stay. `creator.erased` says when all is done. Rows about them are refused as `creator_erased` from then on. Erasing again changes nothing. Scope: `creators:erase`.',
  ...secured('creators:erase'),
  request: { params: z.object({ id: z.string() }) },
  responses: { 202: json(Creator, 'The creator without the person.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
