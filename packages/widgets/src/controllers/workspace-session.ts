import { type AccessToken, SparkKit } from '@sparkkit/sdk'
import type { ReactiveController, ReactiveElement } from 'lit'
import type { Me } from '../internal/api-types.ts'
import { type GetToken, renewedInTime } from '../internal/token-source.ts'
import { type ApiClient, type WorkspaceApi, workspaceApi } from '../internal/workspace-api.ts'

export interface Connection {
  readonly apiBase: string
  readonly getToken: GetToken | null
  readonly client: ApiClient | null
}

/** Who an element speaks for: its connection to the service, the scopes it was given, and the workspace's clock. */
export class WorkspaceSession implements ReactiveController {
  /** Null until the host has given a client or a token source. */
  api: WorkspaceApi | null = null
  #me: Me | null = null
  #clockOffset = 0
  readonly #host: ReactiveElement

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  connect({ apiBase, getToken, client }: Connection): void {
    if (client === null && getToken === null) return
    const baseUrl = new URL(apiBase || '/', document.baseURI).href
    const noToken = (): AccessToken => ({ token: '' })
    this.api = workspaceApi(client ?? new SparkKit({ baseUrl, token: renewedInTime(getToken ?? noToken) }))
    void this.#identify(this.api)
  }

  may(scope: Me['scopes'][number]): boolean {
    return this.#me?.scopes.includes(scope) ?? false
  }

  get brand(): string | null {
    return this.#me?.workspace.name ?? null
  }

  /** The workspace's time in epoch milliseconds: a sandbox has a clock of its own. */
  get now(): number {
    return Date.now() + this.#clockOffset
  }

  /** Scopes decide which steps are offered; without them an element only shows. */
  async #identify(api: WorkspaceApi): Promise<void> {
    try {
      const me = await api.me()
      if (api !== this.api) return
      this.#me = me
      this.#clockOffset = Date.parse(me.workspace.now) - Date.now()
    } catch {
      this.#me = null
    }
    this.#host.requestUpdate()
  }
}
