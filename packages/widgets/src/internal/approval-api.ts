import type { Approval, CodeVerdict, SortedCodes } from './api-types.ts'

/** An answer of the service, or why there is none: a problem code of the API, or `network`. */
export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly code: string }

export interface CodeGiven {
  readonly requestId: string
  readonly code: string
  readonly days: number
}

/** What the approval form asks of the service. Never rejects; an aborted call answers `network`. */
export interface ApprovalApi {
  read(): Promise<Answer<Approval>>
  /** Says that a person, not a preview, has the page before them. */
  opened(): Promise<Answer<null>>
  check(given: CodeGiven, signal: AbortSignal): Promise<Answer<CodeVerdict>>
  /** Puts several codes in one text to the posts they are for. */
  sort(text: string): Promise<Answer<SortedCodes>>
  approve(given: CodeGiven): Promise<Answer<Approval>>
  reject(requestId: string, reason: string): Promise<Answer<Approval>>
  withdraw(requestId: string): Promise<Answer<Approval>>
  /** A page to read, print or keep. */
  receiptUrl(requestId: string): string
}

const TIMEOUT_MS = 20_000

/**
 * The public endpoints of one approval link. They take no credential, so the form does without the SDK's client,
 * which would double its weight in an in-app browser.
 */
export function approvalApi(apiBase: string, token: string): ApprovalApi {
  const base = apiBase.replace(/\/+$/, '')
  const link = encodeURIComponent(token)
  const root = `${base}/v1/approvals/${link}`
  const post = <T>(verb: string, body?: unknown, signal?: AbortSignal): Promise<Answer<T>> =>
    call<T>(
      `${root}/${verb}`,
      { method: 'POST', headers: body ? { 'content-type': 'application/json' } : {}, body: JSON.stringify(body) ?? null },
      signal,
    )
  return {
    read: () => call(root, {}),
    opened: () => post('opened'),
    check: (given, signal) => post('check', given, signal),
    sort: text => post('sort', { text }),
    approve: given => post('approve', given),
    reject: (requestId, reason) => post('reject', { requestId, ...(reason.trim() && { reason: reason.trim() }) }),
    withdraw: requestId => post('withdraw', { requestId }),
    receiptUrl: requestId => `${base}/a/${link}/receipt/${requestId}`,
  }
}

async function call<T>(url: string, init: RequestInit, signal: AbortSignal = AbortSignal.timeout(TIMEOUT_MS)): Promise<Answer<T>> {
  try {
    const response = await fetch(url, { ...init, signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' })
    const text = await response.text()
    if (!response.ok) return { ok: false, code: problemCode(text) }
    return { ok: true, data: text === '' ? null : JSON.parse(text) }
  } catch {
    return { ok: false, code: 'network' }
  }
}

function problemCode(text: string): string {
  try {
    return String(JSON.parse(text).code)
  } catch {
    return 'unknown'
  }
}
