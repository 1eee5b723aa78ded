import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { SparkKit } from '@sparkkit/sdk'
import { API_SCOPES, createApiKey, createSparkKit, createWorkspace, newKeyRingKey } from '@sparkkit/server'
import { type RunningSimulator, startTiktokSimulator } from '@sparkkit/server/simulator'
import { Receiver } from './receiver.ts'

/** Who is on the simulated TikTok, and how they answer. */
export const CREATORS = [
  ['mina.makes', 'prompt'],
  ['tom.eats', 'slow'],
  ['ivy.lifts', 'garbage'],
  ['jo.paints', 'other_post'],
  ['leo.codes', 'rejects'],
  ['nia.travels', 'vanishes'],
  ['sam.bakes', 'revokes'],
  ['ada.runs', 'deletes'],
] as const

export interface Stage extends AsyncDisposable {
  /** As an integrator's backend has it. */
  readonly client: SparkKit
  readonly url: string
  readonly tiktok: RunningSimulator
  readonly receiver: Receiver
}

/** The service on an embedded database of its own, with a sandbox for a brand, listening on a free port. */
async function startService(tiktokSimulatorUrl: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-demo-'))
  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 })
  const server = createAdaptorServer({ fetch: (request: Request) => answer(request) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const kit = await createSparkKit({
    databaseUrl: `file:${join(folder, 'demo.db')}`,
    keyRing: newKeyRingKey('demo'),
    publicUrl: url,
    allowLoopback: true,
    rateLimit: false,
    tiktokSimulatorUrl,
  })
  answer = request => kit.fetch(request)
  kit.worker.start()
  const workspace = await createWorkspace(kit.services, { name: 'Lumen Skincare', mode: 'sandbox' })
  const { secret } = await createApiKey(kit.services, workspace, { name: 'demo', scopes: API_SCOPES, expiresAt: null })
  const close = async (): Promise<void> => {
    kit.endStreams()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await kit.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { url, apiKey: secret, now: workspace.clockAt ?? Date.now(), close }
}

/** Everything the story needs. The simulator's clock begins where the sandbox's stands. */
export async function setStage(seed: number): Promise<Stage> {
  const begin = Date.now()
  const tiktok = await startTiktokSimulator({ seed, at: begin, creators: 0, adAccounts: 2 })
  const service = await startService(tiktok.url)
  await tiktok.simulator.clock.moveTo(service.now)
  const receiver = new Receiver()
  const client = new SparkKit({ apiKey: service.apiKey, baseUrl: service.url })
  const endpoint = await client.webhookEndpoints.create({ url: await receiver.listen(), events: ['*'] })
  receiver.secret = endpoint.secret
  return {
    client,
    url: service.url,
    tiktok,
    receiver,
    [Symbol.asyncDispose]: async () => {
      await service.close()
      await receiver[Symbol.asyncDispose]()
      await tiktok.close()
    },
  }
}
