import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from './stage.ts'

const DAY_MS = 86_400_000
const PATIENCE_MS = 20_000

/** Waits until something is so. What it waits for happens in seconds at most. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain: ${what}.`)
    await sleep(25)
  }
}

/** What the service does by itself in the background is done: codes bound, ad accounts compared, webhooks delivered. */
export async function settled({ client, receiver }: Stage): Promise<void> {
  const { workspace } = await client.me()
  await until('every code is bound or refused', async () => (await client.bindings.list({ status: 'pending', limit: 1 })).data.length === 0)
  await until('every ad account is compared with TikTok', async () => {
    const { data } = await client.adAccounts.list()
    return data.every(account => account.reconciledAt === workspace.now)
  })
  await until('every webhook is delivered', async () => {
    const deliveries = await client.deliveries.list({ status: 'pending', limit: 1 })
    return deliveries.data.length === 0
  })
  receiver.events.sort((a, b) => a.sequence - b.sequence)
}

/** Lets days pass, one after another, at the brand and on TikTok, where creators act. */
export async function passDays(stage: Stage, days: number): Promise<void> {
  const { client, tiktok } = stage
  for (let day = 0; day < days; day++) {
    const { now } = await client.sandbox.advance({ days: 1 })
    await tiktok.simulator.clock.moveTo(Date.parse(now))
    await settled(stage)
  }
}

export const dayOf = (start: number, at: string | number): number => ((typeof at === 'number' ? at : Date.parse(at)) - start) / DAY_MS
