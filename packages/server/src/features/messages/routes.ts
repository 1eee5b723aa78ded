import type { App } from '../../http/app.ts'
import { patch, read, write } from '../../http/run.ts'
import { freshenShortCodes } from '../spark-requests/index.ts'
import * as contract from './contract.ts'
import { markApprovalLinkReminded } from './mark-reminded.ts'
import { markApprovalLinkSent } from './mark-sent.ts'
import { getApprovalMessage } from './message.ts'
import { exportMessages, findQueuePage, listApprovalLinks, queueQuery, showQueue } from './queue.ts'
import * as queue from './queue-contract.ts'
import * as sending from './sending-contract.ts'
import {
  createMessageTemplate,
  deleteMessageTemplate,
  getMessageTemplate,
  listMessageTemplates,
  updateMessageTemplate,
} from './templates.ts'

export function messageRoutes(app: App): void {
  app.openapi(queue.listApprovalLinks, async c => {
    const query = c.req.valid('query')
    const wanted = queueQuery(query)
    if (!wanted) return c.json(await read(c, listApprovalLinks, query), 200)
    const page = await read(c, findQueuePage, wanted)
    await freshenShortCodes(
      c.get('caller').scope,
      page.waiting.map(({ linkId }) => linkId),
    )
    return c.json(await read(c, showQueue, { query: wanted, page }), 200)
  })
  app.openapi(queue.exportMessages, async c => {
    const csv = await exportMessages(c.get('caller').scope, c.req.valid('query'))
    return c.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="messages.csv"' })
  })

  app.openapi(contract.createMessageTemplate, async c => c.json(await write(c, createMessageTemplate, c.req.valid('json')), 201))
  app.openapi(contract.listMessageTemplates, async c => c.json(await read(c, listMessageTemplates, c.req.valid('query')), 200))
  app.openapi(contract.getMessageTemplate, async c => c.json(await read(c, getMessageTemplate, c.req.valid('param').id), 200))
  app.openapi(contract.updateMessageTemplate, async c => {
    const { id } = c.req.valid('param')
    const input = { id, input: c.req.valid('json') }
    return c.json(await patch(c, { verb: updateMessageTemplate, input, current: getMessageTemplate, id }), 200)
  })
  app.openapi(contract.deleteMessageTemplate, async c => {
    await write(c, deleteMessageTemplate, c.req.valid('param').id)
    return c.body(null, 204)
  })

  app.openapi(sending.getApprovalMessage, async c => {
    const { id } = c.req.valid('param')
    await freshenShortCodes(c.get('caller').scope, [id])
    return c.json(await read(c, getApprovalMessage, { linkId: id, query: c.req.valid('query') }), 200)
  })
  app.openapi(sending.markApprovalLinkSent, async c =>
    c.json(await write(c, markApprovalLinkSent, { linkId: c.req.valid('param').id, input: c.req.valid('json') }), 200),
  )
  app.openapi(sending.markApprovalLinkReminded, async c =>
    c.json(await write(c, markApprovalLinkReminded, { linkId: c.req.valid('param').id, input: c.req.valid('json') }), 200),
  )
}
