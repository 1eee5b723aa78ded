/** What a creator has typed for one post and not sent yet. */
export interface Draft {
  readonly code: string
  readonly days: number | null
}

/** A code that nobody sent is not left lying about. */
const KEPT_MS = 86_400_000

const keyOf = (requestId: string): string => `sparkkit:draft:${requestId}`

/**
 * In-app browsers are killed while the creator fetches the code in TikTok, so drafts outlive the browser, for a day; where storage
 * is forbidden they live as long as the page.
 */
export function saveDraft(requestId: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(keyOf(requestId))
    else localStorage.setItem(keyOf(requestId), JSON.stringify({ ...draft, at: Date.now() }))
  } catch {
    // No storage, no draft.
  }
}

export function loadDraft(requestId: string): Draft | null {
  try {
    const { code, days, at } = JSON.parse(localStorage.getItem(keyOf(requestId)) ?? '{}')
    if (Date.now() - at < KEPT_MS) return { code: `${code}`, days: Number(days) || null }
    saveDraft(requestId, null)
  } catch {
    // What is not ours is no draft.
  }
  return null
}
