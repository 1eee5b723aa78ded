/** What a creator has typed for one post and not sent yet. */
export interface Draft {
  readonly code: string
  readonly days: number | null
}

const keyOf = (requestId: string): string => `sparkkit:draft:${requestId}`

/**
 * In-app browsers are killed while the creator fetches the code in TikTok, so drafts live in sessionStorage; where that is
 * forbidden they live as long as the page.
 */
export function saveDraft(requestId: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(keyOf(requestId))
    else sessionStorage.setItem(keyOf(requestId), JSON.stringify(draft))
  } catch {
    // No storage, no draft.
  }
}

export function loadDraft(requestId: string): Draft | null {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(keyOf(requestId)) ?? 'null')
    if (typeof saved !== 'object' || saved === null) return null
    const { code, days } = { code: null, days: null, ...saved }
    return { code: typeof code === 'string' ? code : '', days: typeof days === 'number' ? days : null }
  } catch {
    return null
  }
}
