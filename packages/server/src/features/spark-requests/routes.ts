import type { App } from '../../http/app.ts'
import { isDone, read, write } from '../../http/run.ts'
import { cancelSparkRequest } from './cancel.ts'
import * as contract from './contract.ts'
import { createSparkRequests } from './create.ts'
import { getApprovalLink, reissueApprovalLink, revokeApprovalLink } from './links.ts'
import { getSparkRequest, listSparkRequests } from './read.ts'
import { readTerms } from './read-terms.ts'
import { renewShortCode } from './renew-short-codes.ts'
import { getRightsTerms } from './rights-terms.ts'
import * as terms from './terms-contract.ts'

export function sparkRequestRoutes(app: App): void {
  app.openapi(contract.createSparkRequests, async c => {
    const { terms, ...input } = c.req.valid('json')
    const read = terms && !isDone(c) ? await readTerms(c.get('services'), terms) : null
    return c.json(await write(c, createSparkRequests, { ...input, terms: read }), 200)
  })
  app.openapi(contract.listSparkRequests, async c => c.json(await read(c, listSparkRequests, c.req.valid('query')), 200))
  app.openapi(contract.getSparkRequest, async c => c.json(await read(c, getSparkRequest, c.req.valid('param').id), 200))
  app.openapi(contract.cancelSparkRequest, async c => c.json(await write(c, cancelSparkRequest, c.req.valid('param').id), 200))

  app.openapi(terms.getRightsTerms, async c => c.json(await read(c, getRightsTerms, c.req.valid('param').hash), 200))

  app.openapi(contract.getApprovalLink, async c => c.json(await read(c, getApprovalLink, c.req.valid('param').id), 200))
  app.openapi(contract.revokeApprovalLink, async c => c.json(await write(c, revokeApprovalLink, c.req.valid('param').id), 200))
  app.openapi(contract.reissueApprovalLink, async c => c.json(await write(c, reissueApprovalLink, c.req.valid('param').id), 201))
  app.openapi(contract.renewShortCode, async c => c.json(await write(c, renewShortCode, c.req.valid('param').id), 200))
}
