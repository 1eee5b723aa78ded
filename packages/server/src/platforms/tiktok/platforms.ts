import { setTimeout as sleep } from 'node:timers/promises'
import type { AdPlatforms } from '../../features/ad-accounts/index.ts'
import { Problem } from '../../problem.ts'
import { createGuardedFetch, type GuardedFetch } from '../../security/guarded-fetch.ts'
import { sha256 } from '../../security/key-ring.ts'
import { createTiktokClient, type PlusForm } from './client.ts'
import { createTiktokLimiters, type TiktokPace } from './limiter.ts'

export interface TiktokPlatformsOptions {
  readonly fetch: GuardedFetch
  /** Base of a simulator's API, up to its version. */
  readonly simulatorUrl: string | undefined
  /** Calls an app may make. Default: TikTok's Basic level. */
  readonly pace?: TiktokPace
}

/** Anywhere: whoever runs the service named the address, not its users. */
const ANYWHERE = ['loopback', '0.0.0.0/0', '::/0']

/** TikTok for live workspaces, the simulator for sandboxes. The clients of one app share its pace. */
export function createTiktokPlatforms({ fetch, simulatorUrl, pace }: TiktokPlatformsOptions): AdPlatforms & { close(): Promise<void> } {
  const simulatorFetch = simulatorUrl === undefined ? undefined : createGuardedFetch({ allow: ANYWHERE, requireHttps: false })
  const limiterOf = createTiktokLimiters({ now: Date.now, sleep }, pace)
  const plusForms = new Map<string, PlusForm>()
  return {
    open(workspace, { token, app }) {
      const isLive = workspace.mode === 'live'
      if (!isLive && simulatorFetch === undefined) throw new Problem('simulator_missing')
      // Tokens of an app that is not known here are paced each by itself.
      const name = `${workspace.mode} ${app?.id ?? sha256(token)}`
      const plusForm = plusForms.get(name) ?? { escaped: true }
      plusForms.set(name, plusForm)
      return createTiktokClient({
        credentials: { accessToken: token, app },
        fetch: simulatorFetch && !isLive ? simulatorFetch : fetch,
        limiter: limiterOf(name),
        ...(!isLive && simulatorUrl !== undefined && { baseUrl: simulatorUrl }),
        plusForm,
      })
    },
    close: async () => simulatorFetch?.close(),
  }
}
