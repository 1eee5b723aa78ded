import type { EventType } from '@sparkkit/core'
import { LRUCache } from 'lru-cache'
import type { Workspace } from '../../context.ts'
import type { ApiKeyRow } from './store.ts'

export interface KnownKey {
  readonly key: ApiKeyRow
  readonly workspace: Workspace
}

/** How long another process may go on answering reads of a key that was revoked here. */
const FRESH_MS = 1000
const MAX_KEYS = 10_000

/** Keys met a moment ago, so that a grid that is scrolled through does not look its key up for every page. */
export class KeyCache {
  readonly #known = new LRUCache<string, KnownKey>({ max: MAX_KEYS, ttl: FRESH_MS })
  #changes = 0

  async find(name: string, look: () => Promise<KnownKey | undefined>): Promise<KnownKey | undefined> {
    const known = this.#known.get(name)
    if (known) return known
    const changes = this.#changes
    const found = await look()
    // A sandbox's clock moves by itself, and what changed while we looked may be what was found.
    if (found && found.workspace.clockAt === null && changes === this.#changes) this.#known.set(name, found)
    return found
  }

  /** Told after every commit of this process: it never answers by what it changed itself. */
  heard(types: readonly EventType[]): void {
    if (!types.some(type => /^(api_key|workspace)\./.test(type))) return
    this.#changes += 1
    this.#known.clear()
  }
}
