import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Taken {
  /** Epoch milliseconds, with fractions, of the first request. */
  readonly at: number
  /** Of the latest request. */
  readonly last: number
  readonly count: number
}

export interface BenchReceiver {
  readonly origin: string
  /** How many different events arrived. */
  count(): Promise<number>
  /** Every event that arrived, by its id. */
  ids(): Promise<Map<string, Taken>>
  reset(): Promise<void>
  close(): Promise<void>
}

export async function startReceiver(): Promise<BenchReceiver> {
  const program = new URL('./webhook-receiver-process.ts', import.meta.url)
  const child = spawn(process.execPath, [program.pathname], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(createInterface({ input: child.stdout }), 'line')
  const origin = `http://127.0.0.1:${port}`
  const ask = async (path: string): Promise<string> => (await fetch(`${origin}${path}`)).text()
  return {
    origin,
    count: async () => Number(await ask('/count')),
    ids: async () => new Map(Object.entries<Taken>(JSON.parse(await ask('/ids')))),
    reset: async () => {
      await ask('/reset')
    },
    close: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}
