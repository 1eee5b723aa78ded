import { expect } from 'vitest'
import { bind, codedPost, connect } from '../ad-scenario.ts'
import { createFakeAdPlatforms } from '../fake-ad-platform.ts'
import { createTestKit, type TestAnswer, type TestKit, type TestKitConfig, type TestTenant } from '../index.ts'
import { askedPost, creator, postUrl } from '../scenario.ts'

/** A workspace in which there is one of everything. */
export interface World {
  readonly tenant: TestTenant
  /** By the collection in whose paths it stands: `content`, `spark-requests`. */
  readonly ids: Readonly<Record<string, string>>
  /** What stands in the addresses of public pages, by collection. */
  readonly tokens: Readonly<Record<string, string>>
}

async function made({ call }: TestTenant, path: string, body: unknown): Promise<TestAnswer['body']> {
  const answer = await call('POST', path, body)
  expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300)
  return answer.body
}

const firstId = async ({ call }: TestTenant, path: string): Promise<string> => (await call('GET', path)).body.data[0].id

export const lately = (): string => new Date(Date.now() - 3_600_000).toISOString()

/** Closed: what is sent there fails at once. */
const NOBODY = 'http://127.0.0.1:65535/hook'

async function imported(kit: TestKit, { key }: TestTenant): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' }
  const request = new Request('https://sparkkit.test/v1/imports', { method: 'POST', headers, body: `url\n${postUrl(70)}\nnothing\n` })
  return JSON.parse(await (await kit.kit.fetch(request)).text()).id
}

/** Stands in for what every workspace of the suites about the contract is connected to. */
export const fake = createFakeAdPlatforms()

/** A kit in which worlds can be made. */
export const createWorldKit = (config: TestKitConfig = {}): Promise<TestKit> => createTestKit({ ...config, adPlatforms: fake })

/** A live code of the workspace, bound to an ad account of its own. */
async function boundCode(kit: TestKit, tenant: TestTenant) {
  const { connectionId, account } = await connect(tenant, fake)
  const { codeId, contentId } = await codedPost({ kit, tenant, fake }, 1)
  const { body } = await bind(tenant, { codeId }, account)
  return { codeId, contentId, connectionId, account, bindingId: body.id }
}

export async function makeWorld(kit: TestKit, options: { mode?: 'live' | 'sandbox' } = {}): Promise<World> {
  const tenant = await kit.tenant(options)
  const endpoint = await made(tenant, '/v1/webhook-endpoints', { url: NOBODY })
  const { codeId, contentId, connectionId, account, bindingId } = await boundCode(kit, tenant)
  const asked = await askedPost(tenant, 2, { terms: { text: `Of ${tenant.workspaceId}` } })
  await creator(kit, asked.token).open()
  const day = { startsOn: '2027-01-04', endsOn: '2027-01-10', timeZone: 'UTC' }
  const { results } = await made(tenant, '/v1/flights', { items: [{ content: contentId, ...day }] })
  const key = await made(tenant, '/v1/api-keys', { name: 'spare', scopes: ['content:read'] })
  const template = await made(tenant, '/v1/message-templates', { name: 'a', channel: 'sms', locale: 'en', text: '{{link}}' })
  const handoff = await made(tenant, '/v1/handoffs', { name: 'agency' })
  const importId = await imported(kit, tenant)
  await kit.kit.worker.drain()
  const replay = await made(tenant, `/v1/webhook-endpoints/${endpoint.id}/replay`, { since: lately() })
  return {
    tenant,
    ids: {
      content: asked.contentId,
      creators: await firstId(tenant, '/v1/creators'),
      'spark-requests': asked.requestId,
      'approval-links': asked.linkId,
      'spark-codes': codeId,
      flights: results[0].id,
      events: await firstId(tenant, '/v1/events'),
      'webhook-endpoints': endpoint.id,
      deliveries: await firstId(tenant, '/v1/deliveries'),
      replays: replay.id,
      'api-keys': key.id,
      imports: importId,
      'message-templates': template.id,
      'rights-terms': (await tenant.call('GET', `/v1/spark-requests/${asked.requestId}`)).body.terms.hash,
      handoffs: handoff.id,
      connections: connectionId,
      'ad-accounts': account,
      bindings: bindingId,
    },
    tokens: { approvals: asked.token, 'shared-codes': handoff.url.split('/').at(-1) },
  }
}
