import { pluralMessage, problemMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalSession, Hint, Several } from '../../controllers/approval-session.ts'
import { isOpen, type View } from './view.ts'

const stateOf = (session: ApprovalSession): Several =>
  session.several ?? Object.assign(session, { several: { text: '', busy: false, problem: null, placed: null, unplaced: 0 } }).several

function change(session: ApprovalSession, change: Partial<Several>): void {
  Object.assign(stateOf(session), change)
  session.update()
}

/** Puts the pasted codes into the fields of their posts, each with its verdict, to be looked at and sent. */
async function sortSeveral(session: ApprovalSession): Promise<void> {
  const { text, busy } = stateOf(session)
  if (session.api === null || busy) return
  if (text.trim() === '') return change(session, { problem: 'spark_code_empty' })
  change(session, { busy: true, problem: null })
  const answer = await session.api.sort(text)
  if (!answer.ok) return session.fail(answer.code, problem => change(session, { busy: false, problem }))
  const { suggestions, unplaced } = answer.data
  for (const { requestId, code, verdict } of suggestions) {
    const item = session.approval?.items.find(item => item.requestId === requestId)
    if (!item) continue
    session.stateOf(item).check?.abort()
    const hint: Hint = verdict.ok ? { kind: 'fine', verdict } : { kind: 'problem', code: verdict.problem?.code ?? 'unknown' }
    session.set(item, { code, panel: 'answer', problem: null, hint })
  }
  change(session, { busy: false, text: '', placed: suggestions.length, unplaced: unplaced.length })
}

/** Sends every code that looks right, one after another: one that fails does not hold back the others. */
async function sendAll(session: ApprovalSession): Promise<void> {
  change(session, { busy: true })
  for (const item of session.approval?.items ?? []) {
    const { hint, panel } = session.stateOf(item)
    if (panel === 'answer' && hint.kind === 'fine') await session.approve(item)
  }
  change(session, { busy: false, placed: null, unplaced: 0 })
}

/** One field for all codes, where several posts wait for theirs. */
export function several(view: View): TemplateResult | typeof nothing {
  const { session, messages } = view
  const { text, busy, problem } = stateOf(session)
  if (view.approval.items.filter(isOpen).length < 2) return nothing
  const submit = (event: Event): void => {
    event.preventDefault()
    void sortSeveral(session)
  }
  return html`<details class="item" id="several" ?open=${text !== ''}>
    <summary class="label">${messages.severalTitle}</summary>
    <form class="answer" novalidate @submit=${submit}>
      <p class="meta" id="several-lead">${messages.severalLead}</p>
      <textarea
        class="field"
        rows="4"
        maxlength="20000"
        autocapitalize="off"
        autocorrect="off"
        autocomplete="off"
        spellcheck="false"
        aria-label=${messages.severalTitle}
        aria-describedby="several-lead several-hint"
        aria-invalid=${problem !== null}
        .value=${text}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLTextAreaElement) stateOf(session).text = target.value
        }}
      ></textarea>
      <p id="several-hint" class="hint ${problem === null ? '' : 'bad'}" role=${problem === null ? 'status' : 'alert'}>
        ${problem === null ? outcome(view) : problemMessage(messages, problem)}
      </p>
      <button class="button" type="submit" ?disabled=${busy}>${messages.severalSort}</button>
    </form>
  </details>`
}

function outcome({ session, messages, say, locale, approval }: View): string {
  const { placed, unplaced } = stateOf(session)
  if (placed === null) return ''
  const sorted = say(messages.severalSorted, { done: placed, total: approval.items.filter(isOpen).length })
  return unplaced === 0 ? sorted : `${sorted} ${pluralMessage(locale, messages.severalUnplaced, { count: unplaced })}`
}

/** Below the posts, so that each is passed on the way: sends what was put into their fields. */
export function approveAll({ session, messages, approval }: View): TemplateResult | typeof nothing {
  const { placed, busy } = stateOf(session)
  if (placed === null || !approval.items.some(item => isOpen(item) && session.stateOf(item).hint.kind === 'fine')) return nothing
  return html`<p class="answer"><button class="button primary" type="button" ?disabled=${busy} @click=${() => void sendAll(session)}>${messages.approveAll}</button></p>`
}
