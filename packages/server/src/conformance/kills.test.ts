import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/databases.ts'
import { expectSound } from '../testing/expect-sound.ts'
import { TEST_KEY_RING, type TestAnswer, type TestKit, type TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { postUrl, sparkCode } from '../testing/scenario.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const FULL_ROUNDS = { libsql: 40, postgres: 10, pglite: 0 }
const LANES = 4
const POSTS_PER_ROUND = 1000

function* countFrom(first: number): Generator<number, never> {
  for (let number = first; ; number += 1) yield number
}

/** What a client of the service was told. */
interface Acknowledged {
  readonly posts: string[]
  readonly approved: string[]
}

onEveryEngine(
  'a service that is killed at any moment',
  (createKit, engine) => {
    const rounds = process.env.ROUNDS === 'full' ? FULL_ROUNDS[engine] : 2
    let database: TestDatabase
    let databaseUrl: string
    let kit: TestKit
    let tenant: TestTenant
    let service: ChildProcess | undefined

    beforeAll(async () => {
      database = await createTestDatabase(engine)
      const at = await database.connect()
      databaseUrl = at.databaseUrl
      kit = await createKit(at)
      tenant = await kit.tenant()
    })
    afterAll(async () => {
      service?.kill('SIGKILL')
      await kit.close()
      await database.remove()
    })

    const serve = async (): Promise<string> => {
      const env = {
        PATH: process.env.PATH,
        SPARKKIT_KEY_RING: TEST_KEY_RING,
        SPARKKIT_DATABASE_URL: databaseUrl,
        SPARKKIT_LOG_LEVEL: 'error',
        SPARKKIT_RATE_LIMIT: 'off',
      }
      service = spawn(process.execPath, [MAIN, '--json', 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(service.stdout ?? service, 'data')) as [Buffer]
      return JSON.parse(line.toString()).url
    }

    const kill = async (): Promise<void> => {
      if (!service) return
      const ended = once(service, 'exit')
      service.kill('SIGKILL')
      await ended
    }

    const post = async (url: string, body: object): Promise<TestAnswer['body']> => {
      const headers = { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' }
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
      return answer.json()
    }

    /** A post, a request for it, its approval: one after another until the service is gone. */
    const live = async (origin: string, numbers: Generator<number, never>, told: Acknowledged): Promise<void> => {
      for (;;) {
        const number = numbers.next().value
        const { results } = await post(`${origin}/v1/content/batch`, { items: [{ url: postUrl(number, `maker${number % 7}`) }] })
        told.posts.push(results[0].id)
        const asked = await post(`${origin}/v1/spark-requests`, { content: [results[0].id] })
        const requestId = asked.results[0].id
        const token = asked.approvalLinks[0].url.split('/').at(-1)
        await post(`${origin}/v1/approvals/${token}/approve`, { requestId, code: sparkCode(`kill ${number}`) })
        told.approved.push(requestId)
      }
    }

    const gone = (error: unknown): void => {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    }

    test(`${rounds} times keeps every write that it acknowledged, whole`, { timeout: (rounds + 1) * 30_000 }, async () => {
      const told: Acknowledged = { posts: [], approved: [] }
      for (let round = 0; round < rounds; round += 1) {
        const origin = await serve()
        const numbers = countFrom(round * POSTS_PER_ROUND)
        const before = told.approved.length
        const lanes = Array.from({ length: LANES }, () => live(origin, numbers, told).catch(gone))
        const answered = async (): Promise<void> => {
          while (told.approved.length === before) await sleep(5)
        }
        await Promise.race([answered(), Promise.all(lanes)])
        await sleep(400 * Math.random())
        await Promise.all([kill(), ...lanes])
      }
      const { db, tables, dialect } = kit.kit.services.engine
      const posts = new Set((await db.select({ id: tables.content.id }).from(tables.content)).map(({ id }) => id))
      expect(told.posts.filter(id => !posts.has(id))).toEqual([])
      const requests = await db.select({ id: tables.sparkRequests.id, status: tables.sparkRequests.status }).from(tables.sparkRequests)
      const approved = new Set(requests.flatMap(({ id, status }) => (status === 'approved' ? [id] : [])))
      expect(told.approved.filter(id => !approved.has(id))).toEqual([])
      await expectSound(kit, tenant)
      if (engine === 'libsql') expect(await dialect.all(db, sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
      console.log(`${engine}: ${rounds} kills, ${told.posts.length} posts and ${told.approved.length} approvals acknowledged, none lost`)
    })
  },
  ['libsql', 'postgres'],
)
