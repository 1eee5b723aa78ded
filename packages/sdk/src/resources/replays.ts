import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { Replay } from '../types.ts'
import { Resource } from './resource.ts'

const FIRST_POLL_MS = 250
const LONGEST_POLL_MS = 5_000

/** Jobs that send an endpoint again what happened; `webhookEndpoints.replay` starts one. */
export class ReplaysResource extends Resource {
  /**
   * A replay and its progress.
   *
   * @example
   * ```ts
   * const { status, queued, total } = await client.replays.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Replay> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/replays/${id}` })
  }

  /**
   * Looks until everything is handed to delivery, every 5 seconds at the longest. The deliveries tell what became of it.
   *
   * @example
   * ```ts
   * const { queued } = await client.replays.waitFor(id, { signal: AbortSignal.timeout(60_000) })
   * ```
   */
  async waitFor(id: string, options: CallOptions = {}): Promise<Replay> {
    for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_POLL_MS)) {
      const current = await this.get(id, options)
      if (current.status !== 'running') return current
      await this.transport.sleep(waitMs, options.signal)
    }
  }
}
