import type { Context } from 'hono'
import { type Ctx, reading, transact } from '../../context.ts'
import type { App } from '../../http/app.ts'
import type { AppEnv } from '../../http/env.ts'
import { createLinkLimits } from '../../http/link-limits.ts'
import { read } from '../../http/run.ts'
import type { LinkRow } from '../spark-requests/index.ts'
import { checkCode, markOpened, reject, withdraw } from './answer.ts'
import * as contract from './contract.ts'
import { enter, type Visit } from './enter.ts'
import { receiptPage } from './page/receipt-routes.ts'
import { approvalPage } from './page/routes.ts'
import { shortCodePage } from './page/short-code.ts'
import { getApprovalReceipt, getReceipt } from './receipt.ts'
import * as receipts from './receipt-contract.ts'
import { sortCodes } from './sort.ts'
import { approveVerified } from './verified.ts'
import { viewApproval } from './view.ts'

type Answer<Input, Output> = (ctx: Ctx, at: { link: LinkRow; input: Input }) => Promise<Output>

export function approvalRoutes(app: App): void {
  const limits = createLinkLimits()

  const visit = (c: Context<AppEnv>, token: string): Promise<Visit> =>
    limits.enter(c, token, () => enter(c.get('services'), { token, requestId: c.get('requestId') }))
  const answer = async <Input, Output>(
    c: Context<AppEnv>,
    verb: Answer<Input, Output>,
    { token, input }: { token: string; input: Input },
  ) => {
    const { scope, link } = await visit(c, token)
    return transact(scope, ctx => verb(ctx, { link, input }))
  }

  app.openapi(contract.getApproval, async c => {
    const { scope, link } = await visit(c, c.req.valid('param').token)
    return c.json(await viewApproval(reading(scope), link), 200)
  })
  app.openapi(contract.openApproval, async c => {
    await answer(c, (ctx, { link }) => markOpened(ctx, link), { token: c.req.valid('param').token, input: undefined })
    return c.body(null, 204)
  })
  app.openapi(contract.checkApprovalCode, async c => {
    const { scope, link } = await visit(c, c.req.valid('param').token)
    return c.json(await checkCode(reading(scope), { link, input: c.req.valid('json') }), 200)
  })
  app.openapi(contract.sortApprovalCodes, async c => {
    const { scope, link } = await visit(c, c.req.valid('param').token)
    return c.json(await sortCodes(reading(scope), { link, input: c.req.valid('json') }), 200)
  })
  app.openapi(contract.approveSparkRequest, async c => {
    const visited = await visit(c, c.req.valid('param').token)
    return c.json(await approveVerified(visited, c.req.valid('json')), 200)
  })
  app.openapi(contract.rejectSparkRequest, async c =>
    c.json(await answer(c, reject, { ...c.req.valid('param'), input: c.req.valid('json') }), 200),
  )
  app.openapi(contract.withdrawSparkCode, async c =>
    c.json(await answer(c, withdraw, { ...c.req.valid('param'), input: c.req.valid('json') }), 200),
  )

  app.openapi(receipts.getApprovalReceipt, async c => {
    const { token, requestId } = c.req.valid('param')
    const { scope, link } = await visit(c, token)
    return c.json(await getApprovalReceipt(reading(scope), { link, requestId }), 200)
  })
  app.openapi(receipts.getReceipt, async c => c.json(await read(c, getReceipt, c.req.valid('param').id), 200))

  approvalPage(app, { visit })
  receiptPage(app, { visit })
  shortCodePage(app, { limits })
}
