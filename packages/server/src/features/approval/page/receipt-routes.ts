import { reading } from '../../../context.ts'
import type { App } from '../../../http/app.ts'
import { harden, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import { getApprovalReceipt } from '../receipt.ts'
import { type ApprovalPageOptions, deadEnd, localeOf } from './frame.ts'
import { renderReceipt } from './receipt.ts'

/** The receipt of an answer as a page: needs no script, prints, and can be kept as a file. */
export function receiptPage(app: App, { visit }: ApprovalPageOptions): void {
  app.get('/a/:token/receipt/:requestId', async c => {
    const { token, requestId } = c.req.param()
    try {
      const { scope, link } = await visit(c, token)
      const receipt = await getApprovalReceipt(reading(scope), { link, requestId })
      const locale = localeOf(c, scope.workspace.locale)
      const nonce = newNonce()
      harden(c, nonce)
      if (c.req.query('download') === undefined) return c.html(renderReceipt({ receipt, locale, at: { token, nonce } }))
      c.header('content-disposition', `attachment; filename="${receipt.id}.html"`)
      return c.html(renderReceipt({ receipt, locale, at: null }))
    } catch (error) {
      // Nothing to show there reads like a link that was cut off.
      return deadEnd(c, error instanceof Problem && error.code === 'not_found' ? new Problem('link_not_found') : error)
    }
  })
}
