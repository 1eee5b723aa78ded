import type { Services } from '../../context.ts'
import { GuardedFetchError } from '../../security/guarded-fetch.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 10 * 1024 * 1024
const MAX_REDIRECTS = 3
const HEADERS = { accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif', 'user-agent': 'SparkKit' }

export type FetchFailure = 'blocked' | 'timeout' | 'connection' | 'too_large' | 'status' | 'redirects' | 'not_a_picture'
export type Fetched =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: FetchFailure; readonly isFinal: boolean }

/** Another try may find it otherwise. A name that does not resolve today looks like one that is blocked. */
const isTemporary = (status: number): boolean => status >= 500 || status === 408 || status === 425 || status === 429

const failed = (reason: FetchFailure, isFinal: boolean): Fetched => ({ ok: false, reason, isFinal })

const locationOf = (header: string | string[] | undefined, base: string): string | undefined =>
  typeof header === 'string' && URL.canParse(header, base) ? new URL(header, base).href : undefined

/** The bytes behind a link, and behind its redirects, each of them through the guard and all within one time limit. */
export async function fetchPicture(fetch: Services['fetch'], source: string, timeoutMs = TIMEOUT_MS): Promise<Fetched> {
  const endsAt = performance.now() + timeoutMs
  let url = source
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const left = Math.ceil(endsAt - performance.now())
    if (left <= 0) return failed('timeout', false)
    try {
      const { status, headers, body } = await fetch(url, { headers: HEADERS, maxBytes: MAX_BYTES, timeoutMs: left })
      if (status === 200) return { ok: true, bytes: body }
      const next = status >= 300 && status < 400 ? locationOf(headers.location, url) : undefined
      if (!next) return failed('status', !isTemporary(status))
      url = next
    } catch (error) {
      if (!(error instanceof GuardedFetchError)) throw error
      return failed(error.code, error.code === 'too_large')
    }
  }
  return failed('redirects', true)
}
