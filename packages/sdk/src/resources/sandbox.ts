import type { ApiPromise } from '../api-promise.ts'
import type { CallOptions } from '../options.ts'
import type { AdvanceClockInput, SandboxClock } from '../types.ts'
import { Resource } from './resource.ts'

/** What only a sandbox workspace can do. */
export class SandboxResource extends Resource {
  /**
   * Sets the workspace's clock forward, by `days` or up to a moment: codes expire, requests lapse, and events say so.
   *
   * @example
   * ```ts
   * const { now } = await client.sandbox.advance({ days: 31 })
   * ```
   */
  advance(input: AdvanceClockInput, options?: CallOptions): ApiPromise<SandboxClock> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/sandbox/advance', body: input })
  }
}
