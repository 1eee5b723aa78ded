import { nextFetchDelayMs } from '@sparkkit/core'
import type { Services } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { type FetchFailure, fetchPicture } from './fetch-picture.ts'
import { pictureIdentity } from './picture-identity.ts'
import { type Copy, shrink } from './shrink.ts'
import { type ClaimedSource, claimSources, findDueWorkspaces, settleSource } from './store.ts'

/** Enough to keep up with imports, few enough that nothing else notices. Half of it for one workspace, so that none waits for another. */
const AT_ONCE = 8
const PER_WORKSPACE = 4
const LEASE_MS = 120_000

export interface ThumbnailOutcome {
  readonly outcome: 'stored' | 'put_off' | 'given_up'
  readonly reason: FetchFailure | 'none'
}

type Result = { readonly copy: Copy } | { readonly reason: FetchFailure; readonly isFinal: boolean }

/** Fetches what is due. A run only begins: a picture that hangs holds up no other workspace's. */
function createFetcher(services: Services, onOutcome: (outcome: ThumbnailOutcome) => void) {
  const underway = new Map<Promise<void>, number>()
  let turn: Promise<unknown> = Promise.resolve()
  let lastServed = 0

  /** One after another: decoding takes a core, and there may be only two. */
  const shrinkInTurn = (bytes: Buffer): Promise<Copy | undefined> => {
    const shrunk = turn.then(() => shrink(bytes))
    turn = shrunk.catch(() => {})
    return shrunk
  }

  const attempt = async (source: string): Promise<Result> => {
    const fetched = await fetchPicture(services.fetch, source)
    if (!fetched.ok) return fetched
    const copy = await shrinkInTurn(fetched.bytes)
    return copy ? { copy } : { reason: 'not_a_picture', isFinal: true }
  }

  const settle = async (claimed: ClaimedSource): Promise<void> => {
    const result = await attempt(claimed.source)
    if ('copy' in result) {
      const stored = { ...result.copy, copyOf: pictureIdentity(claimed.source), attempts: 0, nextAttemptAt: null, failure: null }
      await settleSource(services.engine, claimed, stored)
      onOutcome({ outcome: 'stored', reason: 'none' })
      return
    }
    const delay = result.isFinal ? null : nextFetchDelayMs(claimed.attempts)
    const nextAttemptAt = delay === null ? null : services.wallNow() + delay
    await settleSource(services.engine, claimed, { nextAttemptAt, failure: result.reason })
    onOutcome({ outcome: nextAttemptAt === null ? 'given_up' : 'put_off', reason: result.reason })
    services.logger.debug({ contentId: claimed.contentId, reason: result.reason, nextAttemptAt }, 'no thumbnail')
  }

  const begin = (claimed: ClaimedSource, wake: () => void): void => {
    const work = settle(claimed)
      // The lease brings it back.
      .catch(err => services.logger.error({ err, contentId: claimed.contentId }, 'a thumbnail went wrong'))
      .finally(() => {
        underway.delete(work)
        wake()
      })
    underway.set(work, claimed.workspaceNo)
  }

  const roomOf = (workspaceNo: number): number => {
    const taken = [...underway.values()].filter(no => no === workspaceNo).length
    return Math.min(PER_WORKSPACE - taken, AT_ONCE - underway.size)
  }

  const run = async (wake: () => void): Promise<{ busy: boolean }> => {
    const now = services.wallNow()
    if (underway.size >= AT_ONCE) return { busy: false }
    const due = await findDueWorkspaces(services.engine, now)
    let began = 0
    for (const workspaceNo of [...due.filter(no => no > lastServed), ...due.filter(no => no <= lastServed)]) {
      const limit = roomOf(workspaceNo)
      if (limit <= 0) continue
      lastServed = workspaceNo
      const claimed = await claimSources(services.engine, { workspaceNo, limit, now, leaseUntil: now + LEASE_MS })
      began += claimed.length
      for (const each of claimed) begin(each, wake)
    }
    return { busy: began > 0 }
  }

  return {
    run,
    settle: async (): Promise<void> => {
      while (underway.size > 0) await Promise.all(underway.keys())
    },
  }
}

/** Makes small copies of the pictures of posts. Knows what it has under way, so each worker has one of its own. */
export function createThumbnailTask(onOutcome: (outcome: ThumbnailOutcome) => void): Task {
  let fetcher: ReturnType<typeof createFetcher> | undefined
  return {
    name: 'thumbnails',
    run: (services, wake) => {
      fetcher ??= createFetcher(services, onOutcome)
      return fetcher.run(wake)
    },
    settle: async () => fetcher?.settle(),
    release: async () => fetcher?.settle(),
  }
}
