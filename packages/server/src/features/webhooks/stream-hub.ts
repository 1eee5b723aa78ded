import type { Services } from '../../context.ts'

/** Wakes the streams of one process when events get their numbers in it, and ends them when it stops. */
export interface StreamHub {
  /** Streams open now, of one workspace. */
  count(workspaceNo: number): number
  open(workspaceNo: number): StreamSeat
  /** Events of these workspaces can be read now. */
  announce(workspaceNos: readonly number[]): void
  /** Ends every stream. */
  close(): void
}

export interface StreamSeat {
  /** Resolves at an announcement, at the end of `ms` or when the hub closes; true while the stream goes on. */
  wait(ms: number): Promise<boolean>
  leave(): void
}

function createHub(): StreamHub {
  const seats = new Map<number, Set<() => void>>()
  let closed = false

  return {
    count: workspaceNo => seats.get(workspaceNo)?.size ?? 0,
    open(workspaceNo) {
      const taken = seats.get(workspaceNo) ?? new Set()
      seats.set(workspaceNo, taken)
      let isCalled = false
      let wake: (() => void) | undefined
      const call = (): void => {
        isCalled = true
        wake?.()
      }
      taken.add(call)
      return {
        async wait(ms) {
          if (!isCalled && !closed) {
            await new Promise<void>(resolve => {
              const timer = setTimeout(resolve, ms)
              wake = () => {
                clearTimeout(timer)
                resolve()
              }
            })
          }
          wake = undefined
          isCalled = false
          return !closed && taken.has(call)
        },
        leave() {
          taken.delete(call)
          if (taken.size === 0) seats.delete(workspaceNo)
          wake?.()
        },
      }
    },
    announce(workspaceNos) {
      for (const no of workspaceNos) for (const call of seats.get(no) ?? []) call()
    },
    close() {
      closed = true
      for (const taken of seats.values()) for (const call of taken) call()
    },
  }
}

const hubs = new WeakMap<Services, StreamHub>()

/** The hub of a running SparkKit: dispatcher and streams of one process meet there. */
export function streamHub(services: Services): StreamHub {
  const hub = hubs.get(services) ?? createHub()
  hubs.set(services, hub)
  return hub
}

/** Ends every stream of this process; readers go on elsewhere with `Last-Event-ID`. */
export const endStreams = (services: Services): void => streamHub(services).close()
