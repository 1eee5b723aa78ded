import { projectionOf } from '@sparkkit/core'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { findWorkspace } from '../features/access/index.ts'
import type { TestKit, TestTenant } from './index.ts'
import { eventsOf } from './scenario.ts'

type Resource = Record<string, unknown>
interface LogEntry {
  type: string
  data: Resource
  previous?: Resource
}

/** Read without a change of their own, or changed without an event of their own. */
const QUIET = ['updatedAt', 'approvalLinkId', 'content']
const READ_ONLY = ['spark_code.revealed', 'spark_code.exported', 'spark_code.gap']

const asResource = (value: object): Resource => value as Resource
const settled = (resource: Resource, keys: readonly string[]): Resource =>
  Object.fromEntries(keys.filter(key => !QUIET.includes(key)).map(key => [key, resource[key]]))

async function rowsOf(kit: TestKit, tenant: TestTenant) {
  const { engine, wallNow } = kit.kit.services
  const workspace = await findWorkspace(engine, tenant.workspaceId)
  if (!workspace) throw new Error('The workspace is gone.')
  const { content, sparkRequests, sparkCodes } = engine.tables
  const mine = { no: workspace.no, now: workspace.clockAt ?? wallNow() }
  return {
    now: mine.now,
    contents: await engine.db.select().from(content).where(eq(content.workspaceNo, mine.no)),
    requests: await engine.db.select().from(sparkRequests).where(eq(sparkRequests.workspaceNo, mine.no)),
    codes: await engine.db.select().from(sparkCodes).where(eq(sparkCodes.workspaceNo, mine.no)),
  }
}

/** The events of one noun tell every change of it, each once. */
function expectWholeStory(entries: readonly LogEntry[], present: Resource): void {
  const [first] = entries
  expect(['spark_request.created', 'spark_code.received']).toContain(first?.type)
  let state = asResource(first?.data ?? {})
  const keys = Object.keys(state)
  for (const { type, data, previous } of entries.slice(1)) {
    const shown = Object.keys(previous ?? {}).filter(key => keys.includes(key))
    expect({ ...settled(data, keys), ...settled(previous ?? {}, shown) }, `${type} tells all that changed`).toEqual(settled(state, keys))
    const isChange = shown.some(key => JSON.stringify(previous?.[key]) !== JSON.stringify(data[key]))
    expect(isChange, `${type} tells a change`).toBe(!READ_ONLY.includes(type))
    state = data
  }
  expect(settled(present, keys), 'the last event shows what is so now').toEqual(settled(state, keys))
}

/**
 * What holds of a workspace after whatever happened to it: at most one live code and one open request per post, the spark status that
 * core computes, sequences without gaps, and a log that tells each change of each noun exactly once.
 */
export async function expectSound(kit: TestKit, tenant: TestTenant): Promise<void> {
  const events = await eventsOf(kit, tenant)
  expect(events.map(event => Reflect.get(event, 'sequence'))).toEqual(events.map((_, index) => index + 1))
  const { contents, requests, codes, now } = await rowsOf(kit, tenant)
  for (const content of contents) {
    const own = {
      contentId: content.id,
      requests: requests.filter(row => row.contentId === content.id),
      codes: codes.filter(row => row.contentId === content.id),
    }
    expect(own.codes.filter(code => code.status === 'live').length).toBeLessThanOrEqual(1)
    expect(own.requests.filter(request => request.status === 'pending').length).toBeLessThanOrEqual(1)
    const { sparkStatus, openRequestId, liveCodeId, codeEndsAt } = content
    expect({ sparkStatus, openRequestId, liveCodeId, codeEndsAt }).toEqual(projectionOf(own, now))
  }
  const stories = Map.groupBy(events, event => event.data.id)
  for (const [kind, rows] of [['spark-requests', requests] as const, ['spark-codes', codes] as const]) {
    for (const { id } of rows) {
      const { body } = await tenant.call('GET', `/v1/${kind}/${id}`)
      expectWholeStory(
        (stories.get(id) ?? []).map(event => ({ ...event, data: asResource(event.data) })),
        body,
      )
    }
  }
}
