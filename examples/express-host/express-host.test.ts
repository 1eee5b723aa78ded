import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newKeyRingKey } from '@sparkkit/server'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHostHolds, type Mounted } from '../../packages/server/src/testing/host-proof.ts'
import { createHost } from './host.ts'

let folder: string
let mounted: Mounted

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'express-host-'))
  mounted = await aHostHolds(async ({ origin, onEvent, log }) => {
    const options = { databaseUrl: `file:${join(folder, 'host.db')}`, keyRing: newKeyRingKey('test'), origin, onEvent }
    const host = await createHost({ ...options, logger: pino({ level: 'info' }, { write: log }) })
    return { kit: host.kit, server: createServer(host.app) }
  })
})
afterAll(async () => {
  await mounted.close()
  await rm(folder, { recursive: true })
})

test('SparkKit works inside an app made with Express: its sessions, its path, its log, and it hears of events', async () => {
  await mounted.prove()
  expect(await (await fetch(mounted.origin)).text()).toBe('Hello stranger')
})
