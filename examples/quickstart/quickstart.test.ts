import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { webhooks } from '@sparkkit/sdk'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createTestKit, type TestKit } from '../../packages/server/src/testing/index.ts'

const MARA = 'https://www.tiktok.com/@mara.glow/video'

let kit: TestKit
let server: ServerType
let url: string

beforeAll(async () => {
  kit = await createTestKit()
  server = createAdaptorServer({ fetch: request => kit.kit.fetch(request) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server is not listening on a port')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(async () => {
  await new Promise(resolve => server.close(resolve))
  await kit.close()
})

function start(script: string, env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], { env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill())
  return child
}

async function run(script: string, env: Record<string, string>): Promise<{ code: unknown; out: string; err: string }> {
  const child = start(script, env)
  if (!child.stdout || !child.stderr) throw new Error('the child has no output')
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

test('the quickstart asks for the posts over 100,000 views and prints a message per creator; run again it asks for none', async () => {
  const tenant = await kit.tenant()
  const views = { '7195686135157296390': 1_240_000, '7266293045786692870': 120_000, '7266293045786692999': 99_999 }
  const items = Object.entries(views).map(([id, count]) => ({ url: `${MARA}/${id}`, metrics: { views: count } }))
  await tenant.call('POST', '/v1/content/batch', { items })
  const env = { SPARKKIT_URL: url, SPARKKIT_API_KEY: tenant.key }

  const first = await run('quickstart.ts', env)
  expect(first, first.err).toMatchObject({ code: 0, err: '' })
  expect(first.out).toContain('Lumen Skincare: 2 posts over 100000 views can become Spark Ads.')
  expect(first.out).toContain(`@mara.glow  1240000 views  ${MARA}/7195686135157296390`)
  expect(first.out).toMatch(/--- Message 1 of 1 ---\n[\s\S]*https:\/\/sparkkit\.test\/a\/\S+/)
  const requests = await tenant.call('GET', '/v1/spark-requests')
  expect(requests.body.data.map((request: { askedDays: number }) => request.askedDays)).toEqual([60, 60])

  const second = await run('quickstart.ts', env)
  expect(second.out).toBe('Lumen Skincare: 0 posts over 100000 views can become Spark Ads.\n')
})

test('without a key, or with a wrong one, the quickstart says so in one line', async () => {
  const without = await run('quickstart.ts', { SPARKKIT_URL: url, SPARKKIT_API_KEY: '' })
  expect(without).toMatchObject({ code: 1, err: expect.stringMatching(/^Set SPARKKIT_API_KEY.*\n$/) })
  const wrong = await run('quickstart.ts', { SPARKKIT_URL: url, SPARKKIT_API_KEY: 'sk_wrong' })
  expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/^AuthenticationError: .*\n$/) })
})

test('the receiver takes a signed event once and refuses a forged one', async () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
  const child = start('receiver.ts', { SPARKKIT_WEBHOOK_SECRET: secret, PORT: '0' })
  const output: string[] = []
  child.stdout?.on('data', chunk => output.push(String(chunk)))
  child.stderr?.on('data', chunk => output.push(String(chunk)))
  if (child.stdout) await once(child.stdout, 'data')
  const port = /port (\d+)/.exec(output.join(''))?.[1]

  const data = { masked: '#p4K…n5=', endsAt: '2026-12-22T12:00:00.000Z' }
  const payload = {
    id: 'evt_1',
    type: 'spark_code.received',
    timestamp: '2026-11-22T12:00:00.000Z',
    workspaceId: 'ws_1',
    sequence: 7,
    data,
  }
  const send = async (signedWith: string): Promise<number> => {
    const signed = await webhooks.signTestPayload({ payload, secret: signedWith })
    return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', ...signed })).status
  }
  expect([await send(secret), await send(secret), await send(`whsec_${btoa('another secret')}`)]).toEqual([204, 204, 400])
  await expect
    .poll(() => output.slice(1).join(''))
    .toBe('#p4K…n5= is live until 2026-12-22T12:00:00.000Z\nRefused: no_matching_signature\n')
})
