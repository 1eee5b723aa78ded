import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SparkKit } from '../client.ts'
import { type OperationId, TIME_NAMES } from '../internal/operation.ts'
import { fakeService } from '../testing/fake-service.ts'

const ID = 'cnt_01h455vb4pex5vsknk084sn02q'
const TOKEN = 'a/b?c'
const LIST = { data: [], nextCursor: null }

/** One call per operation of the API; an operation without one is a type error. */
const CALLS: Record<OperationId, (client: SparkKit) => Promise<unknown>> = {
  createImport: client => client.imports.create('url\nx'),
  listImports: client => client.imports.list(),
  getImport: client => client.imports.get(ID),
  listImportIssues: client => client.imports.issues(ID, { severity: 'error' }),
  batchContent: client => client.content.batch({ items: [] }),
  listContent: client => client.content.list({ sparkEligible: true }),
  getContentFacets: client => client.content.facets({ platform: 'tiktok' }),
  getContent: client => client.content.get(ID),
  updateContent: client => client.content.update(ID, { metadata: null }),
  listCreators: client => client.creators.list({ handle: 'mara' }),
  getCreator: client => client.creators.get(ID),
  updateCreator: client => client.creators.update(ID, { doNotContact: true }),
  eraseCreator: client => client.creators.erase(ID),
  createSparkRequests: client => client.sparkRequests.create({ content: [ID] }),
  listSparkRequests: client => client.sparkRequests.list({ status: 'pending' }),
  getSparkRequest: client => client.sparkRequests.get(ID),
  getRightsTerms: client => client.sparkRequests.terms(ID),
  getReceipt: client => client.sparkRequests.receipt(ID),
  getApprovalReceipt: client => client.approvals.receipt(TOKEN, ID),
  cancelSparkRequest: client => client.sparkRequests.cancel(ID),
  listApprovalLinks: client => client.approvalLinks.list({ creatorId: ID, needs: 'message' }),
  exportMessages: client => client.approvalLinks.exportCsv({ needs: 'reminder' }),
  getApprovalLink: client => client.approvalLinks.get(ID),
  getApprovalMessage: client => client.approvalLinks.message(ID, { channel: 'email', kind: 'reminder' }),
  markApprovalLinkSent: client => client.approvalLinks.markSent(ID),
  revokeApprovalLink: client => client.approvalLinks.revoke(ID),
  reissueApprovalLink: client => client.approvalLinks.reissue(ID),
  markApprovalLinkReminded: client => client.approvalLinks.markReminded(ID, { channel: 'sms' }),
  renewShortCode: client => client.approvalLinks.renewShortCode(ID),
  createMessageTemplate: client => client.messageTemplates.create({ name: 'a', channel: 'sms', locale: 'en', text: '{{link}}' }),
  listMessageTemplates: client => client.messageTemplates.list({ channel: 'email' }),
  getMessageTemplate: client => client.messageTemplates.get(ID),
  updateMessageTemplate: client => client.messageTemplates.update(ID, { isDefault: true }),
  deleteMessageTemplate: client => client.messageTemplates.delete(ID),
  getApproval: client => client.approvals.get(TOKEN),
  openApproval: client => client.approvals.opened(TOKEN),
  checkApprovalCode: client => client.approvals.check(TOKEN, { requestId: ID, code: '#x' }),
  sortApprovalCodes: client => client.approvals.sort(TOKEN, { text: '#x' }),
  approveSparkRequest: client => client.approvals.approve(TOKEN, { requestId: ID, code: '#x' }),
  rejectSparkRequest: client => client.approvals.reject(TOKEN, { requestId: ID }),
  withdrawSparkCode: client => client.approvals.withdraw(TOKEN, { requestId: ID }),
  addSparkCode: client => client.sparkCodes.add({ content: ID, code: '#x' }),
  listSparkCodes: client => client.sparkCodes.list({ status: ['live', 'expired'] }),
  exportSparkCodes: client => client.sparkCodes.exportCsv({ endsBefore: new Date(0) }),
  getSparkCode: client => client.sparkCodes.get(ID),
  revealSparkCode: client => client.sparkCodes.reveal(ID),
  updateSparkCode: client => client.sparkCodes.update(ID, { endsAt: new Date(0) }),
  markSparkCodeUsed: client => client.sparkCodes.markUsed(ID),
  importSparkCodes: client => client.sparkCodes.importCsv('post_url,code', { dryRun: true }),
  verifySparkCode: client => client.sparkCodes.verify(ID),
  bindSparkCode: client => client.sparkCodes.bind(ID, { adAccountId: ID }),
  unbindSparkCode: client => client.sparkCodes.unbind(ID, { adAccountId: ID }),
  createConnection: client => client.connections.create({ name: 'x', token: 'x', advertiserIds: ['7'] }),
  listConnections: client => client.connections.list({ limit: 1 }),
  getConnection: client => client.connections.get(ID),
  updateConnection: client => client.connections.update(ID, { name: 'y' }),
  deleteConnection: client => client.connections.delete(ID),
  listAdAccounts: client => client.adAccounts.list({ status: 'active' }),
  getAdAccount: client => client.adAccounts.get(ID),
  reconcileAdAccount: client => client.adAccounts.reconcile(ID),
  bindSparkCodes: client => client.bindings.create({ items: [] }),
  listBindings: client => client.bindings.list({ sparkCodeId: ID }),
  getBinding: client => client.bindings.get(ID),
  addFlights: client => client.flights.add({ items: [] }),
  listFlights: client => client.flights.list({ contentId: ID }),
  getFlight: client => client.flights.get(ID),
  updateFlight: client => client.flights.update(ID, { adAccountId: null }),
  deleteFlight: client => client.flights.delete(ID),
  listCoverage: client => client.flights.coverage({ adAccountId: '7' }),
  createHandoff: client => client.handoffs.create({ name: 'agency' }),
  listHandoffs: client => client.handoffs.list({ status: 'open' }),
  getHandoff: client => client.handoffs.get(ID),
  getHandoffUrl: client => client.handoffs.url(ID),
  updateHandoff: client => client.handoffs.update(ID, { expiresAt: new Date(0) }),
  revokeHandoff: client => client.handoffs.revoke(ID),
  getSharedCodes: client => client.sharedCodes.get(TOKEN, { limit: 20 }),
  revealSharedCodes: client => client.sharedCodes.reveal(TOKEN, { id: [ID] }),
  exportSharedCodes: client => client.sharedCodes.exportCsv(TOKEN),
  markSharedCodeUsed: client => client.sharedCodes.markUsed(TOKEN, { id: ID, adId: '1' }),
  exportEvents: client => client.events.export({ type: 'api_key.*' }),
  listEvents: client => client.events.list({ type: 'spark_code.*' }),
  streamEvents: async client => {
    const stream = client.events.stream({ type: 'spark_code.*' }, { signal: AbortSignal.timeout(200) })
    await expect(stream.next()).rejects.toThrow('aborted')
  },
  getEvent: client => client.events.get(ID),
  createWebhookEndpoint: client => client.webhookEndpoints.create({ url: 'https://example.com/hooks' }),
  listWebhookEndpoints: client => client.webhookEndpoints.list({ limit: 1 }),
  getWebhookEndpoint: client => client.webhookEndpoints.get(ID),
  updateWebhookEndpoint: client => client.webhookEndpoints.update(ID, { status: 'disabled' }),
  deleteWebhookEndpoint: client => client.webhookEndpoints.delete(ID),
  getWebhookEndpointSecret: client => client.webhookEndpoints.secret(ID),
  rotateWebhookSecret: client => client.webhookEndpoints.rotateSecret(ID, { overlapHours: 1 }),
  createReplay: client => client.webhookEndpoints.replay(ID, { since: new Date(0) }),
  getReplay: client => client.replays.get(ID),
  testWebhookEndpoint: client => client.webhookEndpoints.test(ID),
  listDeliveries: client => client.deliveries.list({ status: 'failed' }),
  getDelivery: client => client.deliveries.get(ID),
  resendDelivery: client => client.deliveries.resend(ID),
  getMe: client => client.me(),
  getWorkspace: client => client.workspace.get(),
  updateWorkspace: client => client.workspace.update({ branding: { handle: null } }),
  listApiKeys: client => client.apiKeys.list({ limit: 1 }),
  createApiKey: client => client.apiKeys.create({ name: 'x', scopes: ['content:read'], expiresAt: new Date(0) }),
  rotateApiKey: client => client.apiKeys.rotate(ID),
  revokeApiKey: client => client.apiKeys.revoke(ID),
  createEmbedToken: client => client.embedTokens.create({ actor: 'ana', origins: [], scopes: [] }),
  getFunnel: client => client.stats.funnel({ from: new Date(0) }),
  advanceSandboxClock: client => client.sandbox.advance({ to: new Date(0) }),
}

/** Methods made of other methods, and the two that reach any endpoint. */
const COMPOSED = ['imports.waitFor', 'events.follow', 'replays.waitFor', 'request', 'list']

type Described = { parameters?: { name: string; in: string }[]; requestBody?: { content: object }; operationId: string }
type Operation = { method: string; path: string; query: string[]; contentTypes: string[] }

const document = JSON.parse(readFileSync(new URL('../../../server/openapi.json', import.meta.url), 'utf8'))

const OPERATIONS = new Map<string, Operation>(
  Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]): [string, Operation] => {
      const query = parameters.filter(parameter => parameter.in === 'query').map(({ name }) => name)
      return [operationId, { method: method.toUpperCase(), path, query, contentTypes: Object.keys(requestBody?.content ?? {}) }]
    }),
  ),
)

/** A client that writes down which of its methods are called. */
function watched(client: SparkKit): { called: string[]; methods: string[] } {
  const called: string[] = []
  const methods: string[] = []
  const watch = (owner: object, prefix: string): void => {
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(owner))) {
      const method: unknown = name === 'constructor' || name === 'transport' ? null : Reflect.get(owner, name)
      if (typeof method !== 'function') continue
      methods.push(prefix + name)
      Object.defineProperty(owner, name, {
        value: (...given: unknown[]) => {
          called.push(prefix + name)
          return Reflect.apply(method, owner, given)
        },
      })
    }
  }
  for (const [name, resource] of Object.entries(client)) watch(resource, `${name}.`)
  watch(client, '')
  return { called, methods }
}

test('every operation of the API has a method, and every method an operation', async () => {
  const service = await fakeService([{ body: LIST }])
  const client = new SparkKit({ apiKey: 'sk_test', baseUrl: service.url })
  const { called, methods } = watched(client)
  for (const call of Object.values(CALLS)) await call(client)
  expect(Object.keys(CALLS).sort()).toEqual([...OPERATIONS.keys()].sort())
  expect([...called, ...COMPOSED].sort()).toEqual(methods.sort())
})

describe('each method sends its operation, and nothing the API does not know', () => {
  test.each(Object.entries(CALLS))('%s', async (operationId, call) => {
    const operation = OPERATIONS.get(operationId)
    if (!operation) throw new Error(`${operationId} is not in openapi.json`)
    const service = await fakeService([{ body: LIST }])
    await call(new SparkKit({ apiKey: 'sk_test', baseUrl: service.url }))
    expect(service.received).toHaveLength(1)
    const [sent] = service.received
    const url = new URL(sent?.url ?? '', service.url)
    const path = operation.path.replace('{token}', encodeURIComponent(TOKEN)).replace(/\{\w+\}/, ID)
    expect(`${sent?.method} ${url.pathname}`).toBe(`${operation.method} ${path}`)
    for (const name of url.searchParams.keys()) expect(operation.query).toContain(name)
    const contentType = sent?.headers['content-type']
    expect(operation.contentTypes.includes(String(contentType)) || (operation.contentTypes.length === 0 && sent?.body === '')).toBe(true)
    expect(sent?.headers['idempotency-key'] !== undefined).toBe(operation.method === 'POST')
  })
})

test('every time the API takes may be given as a Date', () => {
  const timesOf = (properties: Record<string, { format?: string }>): string[] =>
    Object.entries(properties).flatMap(([name, { format }]) => (format === 'date-time' ? [name] : []))
  const queried = Object.values<Record<string, { parameters?: { name: string; schema?: { format?: string } }[] }>>(document.paths)
    .flatMap(methods => Object.values(methods).flatMap(({ parameters = [] }) => parameters))
    .flatMap(({ name, schema }) => (schema?.format === 'date-time' ? [name] : []))
  const sent = Object.entries<{ properties?: Record<string, { format?: string }> }>(document.components.schemas).flatMap(
    ([name, { properties = {} }]) => (name.endsWith('Input') ? timesOf(properties) : []),
  )
  expect([...new Set([...queried, ...sent])].sort()).toEqual([...TIME_NAMES].sort())
})
