import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATIONS, type Operation } from '../testing/contract/document.ts'
import { type Call, callOf, readAnswer, requestOf } from '../testing/contract/samples.ts'
import { createWorldKit, fake, makeWorld, type World } from '../testing/contract/world.ts'
import type { TestKit } from '../testing/index.ts'
import { ask, ingest, postUrl, sparkCode } from '../testing/scenario.ts'

const HEARD_ALREADY = 'asks TikTok; what it tells is an event where it is news'

/** Operations that write no event, each with the reason. */
const UNRECORDED: Readonly<Record<string, string>> = {
  checkApprovalCode: 'looks at a pasted code and keeps nothing',
  sortApprovalCodes: 'looks at pasted codes and keeps nothing',
  verifySparkCode: HEARD_ALREADY,
  reconcileAdAccount: HEARD_ALREADY,
  createReplay: 'the replay is listed with what it was asked for; its end is an event',
  resendDelivery: 'sends an event that is on record; its attempts are listed',
}

const withBody = (body: (world: World) => object | Promise<object>) => async (call: Call, world: World) => ({
  ...call,
  body: await body(world),
})

/** A post of somebody who was not asked yet, asked for. */
async function newlyAsked({ tenant }: World) {
  const content = await ingest(tenant, { url: postUrl(8, 'jo.glow') })
  return ask(tenant, content)
}

async function otherAccount({ tenant, ids }: World): Promise<string> {
  const accounts: { id: string }[] = (await tenant.call('GET', '/v1/ad-accounts')).body.data
  return accounts.find(({ id }) => id !== ids['ad-accounts'])?.id ?? ''
}

/** Calls that change something where the shortest one changes nothing, or is refused. */
const CHANGING: Readonly<Record<string, (call: Call, world: World) => Promise<Call>>> = {
  updateCreator: withBody(() => ({ displayName: 'Ana' })),
  updateMessageTemplate: withBody(() => ({ name: 'b' })),
  updateSparkCode: withBody(() => ({ externalId: 'a' })),
  updateConnection: withBody(() => ({ name: 'Other' })),
  updateFlight: withBody(() => ({ endsOn: '2027-01-12' })),
  updateHandoff: withBody(() => ({ name: 'b' })),
  updateWebhookEndpoint: withBody(() => ({ description: 'b' })),
  updateWorkspace: withBody(() => ({ name: 'b' })),
  createSparkRequests: withBody(async ({ tenant }) => ({ content: await ingest(tenant, { url: postUrl(9) }) })),
  bindSparkCode: withBody(async world => ({ adAccountId: await otherAccount(world) })),
  bindSparkCodes: withBody(async world => ({
    items: [{ sparkCodeId: world.ids['spark-codes'], adAccountId: await otherAccount(world) }],
  })),
  markApprovalLinkSent: async (call, world) => ({ ...call, path: `/v1/approval-links/${(await newlyAsked(world)).linkId}/sent` }),
  openApproval: async (call, world) => ({ ...call, path: `/v1/approvals/${(await newlyAsked(world)).token}/opened` }),
  approveSparkRequest: async (call, { tenant, ids }) => {
    const { platformId } = (await tenant.call('GET', `/v1/content/${ids.content}`)).body
    fake.codes.set(sparkCode('sample'), { postId: platformId, startsAt: Date.now(), endsAt: Date.now() + 86_400_000 })
    return call
  },
  withdrawSparkCode: withBody(async ({ tenant }) => ({
    requestId: (await tenant.call('GET', '/v1/spark-requests?status=approved')).body.data[0].id,
  })),
  createConnection: async call => {
    fake.tokens.add('another')
    return call
  },
}

let kit: TestKit

beforeAll(async () => {
  kit = await createWorldKit()
})
afterAll(() => kit.close())

/** The types of the events that the call writes, at once or through the work it leaves to be done. */
async function writtenBy(operation: Operation): Promise<string[]> {
  const world = await makeWorld(kit, { mode: 'sandbox' })
  await kit.kit.worker.drain()
  const call = callOf(operation, world)
  const changing = (await CHANGING[operation.id]?.(call, world)) ?? call
  const { status, headers, text } = await readAnswer(await kit.kit.fetch(requestOf(changing, world.tenant.key)))
  expect(status, text).toBeLessThan(300)
  await kit.kit.worker.drain()
  const { db, tables } = kit.kit.services.engine
  const { events } = tables
  const rows = await db
    .select({ type: events.type })
    .from(events)
    .where(eq(events.requestId, headers.get('x-request-id') ?? ''))
  return rows.map(({ type }) => type)
}

const MUTATING = OPERATIONS.filter(({ method }) => method !== 'GET')

test.each(MUTATING.map(operation => [operation.id, operation] as const))(
  '%s is on record, or it is known why not',
  async (id, operation) => {
    const written = await writtenBy(operation)
    if (id in UNRECORDED) expect(written, 'it is on record and need not be named').toEqual([])
    else expect(written, 'an event, or a reason why there is none').not.toEqual([])
  },
)

test('every exception is one of an operation that there is', () => {
  const ids = MUTATING.map(({ id }) => id)
  for (const id of [...Object.keys(UNRECORDED), ...Object.keys(CHANGING)]) expect(ids).toContain(id)
})
