import { pluralMessage, problemMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import { isOpen, type View } from './view.ts'

/** One field for all codes, where several posts wait for theirs. */
export function several(view: View): TemplateResult | typeof nothing {
  const { session, messages } = view
  const { text, busy, problem } = session.several
  if (view.approval.items.filter(isOpen).length < 2) return nothing
  const submit = (event: Event): void => {
    event.preventDefault()
    void session.sortSeveral()
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
          if (target instanceof HTMLTextAreaElement) session.several.text = target.value
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
  const { placed, unplaced } = session.several
  if (placed === null) return ''
  const sorted = say(messages.severalSorted, { done: placed, total: approval.items.filter(isOpen).length })
  return unplaced === 0 ? sorted : `${sorted} ${pluralMessage(locale, messages.severalUnplaced, { count: unplaced })}`
}

/** Below the posts, so that each is passed on the way: sends what was put into their fields. */
export function approveAll({ session, messages, approval }: View): TemplateResult | typeof nothing {
  const { placed, busy } = session.several
  if (placed === null || !approval.items.some(item => isOpen(item) && session.stateOf(item).hint.kind === 'fine')) return nothing
  return html`<p class="answer"><button class="button primary" type="button" ?disabled=${busy} @click=${() => void session.approveAll()}>${messages.approveAll}</button></p>`
}
