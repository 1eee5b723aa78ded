import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Load, PushOrder, ReadOrder } from './load-client.ts'

/** A process that sends requests, so that the server has its event loop to itself. */
export class LoadClient {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('load-client.ts', import.meta.url)), { stdio: 'inherit' })

  async run(order: ReadOrder | PushOrder): Promise<Load> {
    const answered = once(this.#child, 'message')
    this.#child.send(order)
    const [answer]: (Load | { error: string })[] = await answered
    if (!answer || 'error' in answer) throw new Error(answer?.error ?? 'The load client sent nothing.')
    return answer
  }

  close(): void {
    this.#child.disconnect()
  }
}
