import { describe, expect, test } from 'vitest'
import { Actors, type Send } from '../testing/actors.ts'
import { expectGapsAnnounced, expectKept } from '../testing/expect-kept.ts'
import { expectSound } from '../testing/expect-sound.ts'
import { createTestKit, TEST_PUBLIC_URL } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { createRandom } from '../testing/random.ts'
import { answerOf, serve } from '../testing/serve.ts'

const isFull = process.env.ROUNDS === 'full'
const ROUNDS = { libsql: isFull ? 60 : 2, pglite: isFull ? 15 : 1, postgres: isFull ? 40 : 1 }
const KILL_ROUNDS = isFull ? 12 : 1
const WAVES = 10
/** Commands that must have worked at least once, or the histories show nothing. */
const OFTEN = ['request', 'approve', 'add', 'advance', 'flight']
const EXPECTED = isFull ? [...OFTEN, 'renew', 'reject', 'withdraw', 'open', 'cancel', 'sent', 'reissue', 'extend', 'use'] : OFTEN
const AT_ONCE = 8
const SEED = Number(process.env.SEED ?? 20_260)

const toRequest = (base: string, { method, path, body, key }: Parameters<Send>[0]): Request =>
  new Request(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

onEveryEngine('the verbs, many people at once', (createKit, engine) => {
  test(`${ROUNDS[engine]} histories with restarts between: sound, and nothing acknowledged is lost`, { timeout: 600_000 }, async () => {
    const done = new Map<string, number>()
    const kit = await createKit()
    let gaps = 0
    try {
      for (let round = 0; round < ROUNDS[engine]; round += 1) {
        const random = createRandom(SEED + round)
        const tenant = await kit.tenant({ mode: 'sandbox' })
        const actors = new Actors({
          send: async request => answerOf(await kit.kit.fetch(toRequest(TEST_PUBLIC_URL, request))),
          key: tenant.key,
          random,
        })
        await actors.begin(tenant)
        for (let wave = 0; wave < WAVES; wave += 1) {
          await actors.wave(AT_ONCE)
          if (random.chance(0.15)) await kit.restart()
        }
        await expectSound(kit, tenant)
        gaps += await expectGapsAnnounced(kit, tenant)
        await expectKept(kit, tenant, actors.acknowledged)
        for (const [name, count] of actors.done) done.set(name, (done.get(name) ?? 0) + count)
      }
    } finally {
      await kit.close()
    }
    for (const name of EXPECTED) expect(done.get(name) ?? 0, name).toBeGreaterThan(0)
    if (isFull) expect(gaps).toBeGreaterThan(0)
  })
})

describe('the verbs in a process that is killed', () => {
  test(`${KILL_ROUNDS} histories with kill -9 under way: sound, and nothing acknowledged is lost`, { timeout: 600_000 }, async () => {
    const kit = await createTestKit({ testEngine: 'libsql' })
    try {
      for (let round = 0; round < KILL_ROUNDS; round += 1) {
        const random = createRandom(SEED + 1000 + round)
        const tenant = await kit.tenant({ mode: 'sandbox' })
        let server = await serve(kit)
        const send: Send = async request => answerOf(await fetch(toRequest(server.url, request)))
        const actors = new Actors({ send, key: tenant.key, random })
        await actors.begin(tenant)
        for (let life = 0; life < 3; life += 1) {
          for (let wave = 0; wave < 4; wave += 1) await actors.wave(AT_ONCE)
          const last = actors.wave(AT_ONCE * 2)
          await new Promise(resolve => setTimeout(resolve, random.below(30)))
          await server.stop('SIGKILL')
          await last
          if (life < 2) server = await serve(kit)
        }
        await expectSound(kit, tenant)
        await expectGapsAnnounced(kit, tenant)
        await expectKept(kit, tenant, actors.acknowledged)
      }
    } finally {
      await kit.close()
    }
  })
})
