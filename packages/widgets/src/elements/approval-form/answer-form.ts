import { problemMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { ItemState } from '../../controllers/approval-session.ts'
import type { ApprovalItem } from '../../internal/api-types.ts'
import type { View } from './view.ts'

const PRESET_DAYS = [7, 30, 60, 180, 365]

/** The field for the code with its verdict, and the two answers. */
export function answerForm(view: View, item: ApprovalItem): TemplateResult {
  const { session, messages } = view
  const state = session.stateOf(item)
  const field = `code-${item.requestId}`
  const tone = toneOf(state)
  const submit = (event: Event): void => {
    event.preventDefault()
    void session.approve(item)
  }
  return html`<form class="answer" novalidate @submit=${submit}>
    ${item.status === 'lapsed' ? note(messages.lapsedNote) : nothing} ${item.code?.status === 'live' ? note(messages.extendNote) : nothing}
    <label class="label" for=${field}>${messages.codeLabel}</label>
    <div class="entry ${tone}">
      <input
        id=${field}
        class="code"
        type="text"
        inputmode="text"
        autocapitalize="off"
        autocorrect="off"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="send"
        aria-describedby="hint-${item.requestId}"
        aria-invalid=${tone === 'bad'}
        .value=${state.code}
        @input=${(event: InputEvent) => {
          if (event.target instanceof HTMLInputElement) session.write(item, event.target.value, event.inputType === 'insertFromPaste')
        }}
      />${pasteButton(view, item)}
    </div>
    <p id="hint-${item.requestId}" class="hint ${tone}" role=${state.problem === null ? 'status' : 'alert'}>${hintText(view, item, state)}</p>
    ${daysField(view, item, state)}
    ${item.terms && note(messages.agree)}
    <div class="pair">
      <button class="button primary" type="submit" ?disabled=${state.busy}>${state.busy ? messages.sending : messages.approve}</button>
      ${
        item.status === 'pending' || item.status === 'lapsed'
          ? html`<button class="button" type="button" ?disabled=${state.busy} @click=${() => session.set(item, { panel: 'decline', problem: null })}>
            ${messages.decline}
          </button>`
          : html`<button class="button" type="button" @click=${() => session.set(item, { panel: 'receipt', problem: null, code: '' })}>${messages.back}</button>`
      }
    </div>
  </form>`
}

const note = (text: string): TemplateResult => html`<p class="meta">${text}</p>`

/** Shown only where the page may read the clipboard; the reading must begin inside the click itself. */
function pasteButton({ session, messages }: View, item: ApprovalItem): TemplateResult | typeof nothing {
  if (typeof navigator.clipboard?.readText !== 'function') return nothing
  const paste = (event: Event): void => {
    const reading = navigator.clipboard.readText()
    const input = event.target instanceof Element ? event.target.parentElement?.querySelector('input') : null
    reading.then(
      text => session.write(item, text, true),
      () => {
        session.set(item, { hint: { kind: 'paste_blocked' } })
        input?.focus()
      },
    )
  }
  return html`<button class="link" type="button" @click=${paste}>${messages.paste}</button>`
}

function daysField({ session, messages, days }: View, item: ApprovalItem, state: ItemState): TemplateResult {
  const chosen = state.days ?? item.askedDays
  const options = [...new Set([...PRESET_DAYS, item.askedDays, chosen])].sort((one, other) => one - other)
  return html`<label class="row">
    <span>${messages.daysLabel}</span>
    <select
      class="field"
      @change=${({ target }: Event) => {
        if (target instanceof HTMLSelectElement) session.chooseDays(item, Number(target.value))
      }}
    >
      ${options.map(count => html`<option value=${count} ?selected=${count === chosen}>${days(count)}</option>`)}
    </select>
  </label>`
}

function toneOf({ problem, hint }: ItemState): 'good' | 'bad' | '' {
  if (problem !== null || hint.kind === 'problem') return 'bad'
  return hint.kind === 'fine' ? 'good' : ''
}

function hintText({ messages, say, days }: View, item: ApprovalItem, { problem, hint, days: chosen }: ItemState): string {
  if (problem !== null) return problemMessage(messages, problem)
  if (hint.kind === 'problem') return problemMessage(messages, hint.code)
  if (hint.kind === 'checking') return messages.checking
  if (hint.kind === 'paste_blocked') return messages.pasteBlocked
  if (hint.kind !== 'fine') return ''
  const { isExtension, shorterThanAsked, verification, repairs } = hint.verdict
  const values = { days: days(chosen ?? item.askedDays), asked: days(item.askedDays) }
  const verdict = shorterThanAsked ? messages.looksRightShorter : messages.looksRight
  const sentences = [isExtension ? messages.looksRightAgain : say(verdict, values)]
  if (verification === 'verified') sentences.push(messages.confirmedByTiktok)
  if (repairs.length > 0) sentences.push(messages.repaired)
  return sentences.join(' ')
}
