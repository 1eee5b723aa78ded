import type { ApiPromise } from '../api-promise.ts'
import type { CallOptions } from '../options.ts'
import type { UpdateWorkspaceInput, Workspace } from '../types.ts'
import { Resource } from './resource.ts'

const PATH = '/v1/workspace'

/** The brand this client works for. */
export class WorkspaceResource extends Resource {
  /**
   * Its name, branding and settings.
   *
   * @example
   * ```ts
   * const { branding, settings } = await client.workspace.get()
   * ```
   */
  get(options?: CallOptions): ApiPromise<Workspace> {
    return this.transport.request({ ...options, method: 'GET', path: PATH })
  }

  /**
   * Changes what is given and leaves the rest; `null` removes. Every change is an event.
   *
   * @example
   * ```ts
   * await client.workspace.update({ branding: { name: 'Lumen', accent: '#1a2b3c' }, settings: { expiringDays: [14, 3] } })
   * ```
   */
  update(input: UpdateWorkspaceInput, options?: CallOptions): ApiPromise<Workspace> {
    return this.transport.request({ ...options, method: 'PATCH', path: PATH, body: input })
  }
}
