import type { ApprovalSession } from '../../controllers/approval-session.ts'
import type { ApprovalItem } from '../../internal/api-types.ts'

/**
 * Takes over what the creator has typed into the server's own forms, which have fields named `requestId` and `code`, before
 * the element replaces them. Answers the request whose field had the focus.
 */
export function adoptServerForms(host: HTMLElement, items: readonly ApprovalItem[], session: ApprovalSession): string | null {
  let focused: string | null = null
  for (const form of host.querySelectorAll('form')) {
    const typed = new FormData(form)
    const item = items.find(({ requestId }) => requestId === typed.get('requestId'))
    const code = typed.get('code')
    if (item === undefined || typeof code !== 'string') continue
    const days = Number(typed.get('days'))
    if (code !== '') session.set(item, { code, ...(days > 0 && { days }) })
    const active = host.ownerDocument.activeElement
    if (active instanceof HTMLInputElement && active.name === 'code' && form.contains(active)) focused = item.requestId
  }
  return focused
}
