import { AbortedError, TimeoutError } from '../errors.ts'

// A longer timer fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1

export type Limits = { readonly timeoutMs: number; readonly signal: AbortSignal | undefined }

/**
 * Runs `work` until it settles, the time is up or the caller aborts, whichever is first. The signal handed to `work` stays
 * tied to the caller's when `keepSignal` is set, for a body that is read later.
 */
export async function withDeadline<T>(
  { timeoutMs, signal }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
  keepSignal = false,
): Promise<T> {
  throwIfAborted(signal)
  const controller = new AbortController()
  let onAbort = (): void => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (error: Error): void => {
      reject(error)
      controller.abort(error)
    }
    onAbort = () => stop(abortedError(signal))
    signal?.addEventListener('abort', onAbort, { once: true })
    timer = setTimeout(() => stop(new TimeoutError(`no complete answer within ${timeoutMs} ms`)), Math.min(timeoutMs, LONGEST_TIMER_MS))
  })
  let done = false
  try {
    // A custom fetch or a stuck body may ignore the signal: the race does not depend on it.
    const result = await Promise.race([work(controller.signal), stopped])
    done = true
    return result
  } finally {
    clearTimeout(timer)
    if (!(done && keepSignal)) signal?.removeEventListener('abort', onAbort)
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError(signal)
}

/** Waits, unless the caller aborts first. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError(signal))
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(abortedError(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function abortedError(signal: AbortSignal | undefined): AbortedError {
  return new AbortedError('the call was aborted', { cause: signal?.reason })
}
