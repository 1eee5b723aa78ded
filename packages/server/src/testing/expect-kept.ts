import { gapAtEnd } from '@sparkkit/core'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { findWorkspace } from '../features/access/index.ts'
import type { Acknowledged } from './actors.ts'
import type { TestKit, TestTenant } from './index.ts'
import { eventsOf } from './scenario.ts'

async function rowsOf(kit: TestKit, tenant: TestTenant) {
  const { engine } = kit.kit.services
  const workspace = await findWorkspace(engine, tenant.workspaceId)
  if (!workspace) throw new Error('The workspace is gone.')
  const { sparkRequests, sparkCodes, flights } = engine.tables
  return {
    now: workspace.clockAt ?? kit.kit.services.wallNow(),
    requests: await engine.db.select().from(sparkRequests).where(eq(sparkRequests.workspaceNo, workspace.no)),
    codes: await engine.db.select().from(sparkCodes).where(eq(sparkCodes.workspaceNo, workspace.no)),
    flights: await engine.db.select().from(flights).where(eq(flights.workspaceNo, workspace.no)),
  }
}

/** Whatever was acknowledged is there: requests, flights, uses, and every code at the post it was taken for. */
export async function expectKept(kit: TestKit, tenant: TestTenant, acknowledged: Acknowledged): Promise<void> {
  const { requests, codes, flights } = await rowsOf(kit, tenant)
  const ids = new Set([...requests, ...codes, ...flights].map(row => row.id))
  for (const id of [...acknowledged.requests, ...acknowledged.flights, ...acknowledged.used]) expect(ids.has(id), id).toBe(true)
  for (const id of acknowledged.used) expect(codes.find(code => code.id === id)?.usedAt).not.toBeNull()
  const kept = new Map<string, string>()
  for (const { id, contentId } of codes) {
    const { body } = await tenant.call('POST', `/v1/spark-codes/${id}/reveal`)
    expect(kept.has(body.code), 'a code belongs to one post').toBe(false)
    kept.set(body.code, contentId)
  }
  for (const { contentId, code } of acknowledged.codes) expect(kept.get(code)).toBe(contentId)
}

/** Every end of a live code inside a flight is announced, each once. */
export async function expectGapsAnnounced(kit: TestKit, tenant: TestTenant): Promise<number> {
  const events = await eventsOf(kit, tenant, '&type=spark_code.gap')
  const keys = events.map(({ data }) => [data.id, Reflect.get(data, 'endsAt'), Reflect.get(Reflect.get(data, 'gap'), 'flightId')].join(' '))
  expect(new Set(keys).size, 'no gap is announced twice').toBe(keys.length)
  const { now, codes, flights } = await rowsOf(kit, tenant)
  for (const code of codes) {
    for (const flight of flights.filter(each => each.contentId === code.contentId)) {
      if (gapAtEnd(flight, code, now) === null) continue
      expect(keys).toContain([code.id, new Date(code.endsAt).toISOString(), flight.id].join(' '))
    }
  }
  return keys.length
}
