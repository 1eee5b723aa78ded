import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { newKeyRingKey } from '@sparkkit/server'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHostHolds, type Mounted } from '../../packages/server/src/testing/host-proof.ts'
import { createHost } from './host.ts'

let folder: string
let mounted: Mounted

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hono-host-'))
  mounted = await aHostHolds(async ({ origin, onEvent, log }) => {
    const options = { databaseUrl: `file:${join(folder, 'host.db')}`, keyRing: newKeyRingKey('test'), origin, onEvent }
    const host = await createHost({ ...options, logger: pino({ level: 'info' }, { write: log }) })
    return { kit: host.kit, server: createAdaptorServer({ fetch: host.fetch }) }
  })
})
afterAll(async () => {
  await mounted.close()
  await rm(folder, { recursive: true })
})

test('SparkKit works inside an app made with Hono: its sessions, its path, its log, and it hears of events', async () => {
  await mounted.prove()
  expect(await (await fetch(mounted.origin)).text()).toBe('Hello stranger')
})
