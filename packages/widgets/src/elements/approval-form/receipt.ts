import type { ApprovalMessages } from '@sparkkit/core'
import { pluralMessage, problemMessage } from '@sparkkit/core/approval-messages/format'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalItem } from '../../internal/api-types.ts'
import { rich, type View } from './view.ts'

interface Outcome {
  readonly title: keyof ApprovalMessages & `${string}Title`
  readonly detail: keyof ApprovalMessages & `${string}Detail`
  readonly tone: 'good' | 'bad' | 'warn' | ''
}

function outcomeOf({ status, code }: ApprovalItem): Outcome {
  if (status === 'cancelled') return { title: 'cancelledTitle', detail: 'cancelledDetail', tone: '' }
  if (status === 'rejected') return { title: 'declinedTitle', detail: 'declinedDetail', tone: '' }
  if (code?.status === 'expired') return { title: 'expiredTitle', detail: 'expiredDetail', tone: 'warn' }
  if (code?.status === 'withdrawn') return { title: 'withdrawnTitle', detail: 'withdrawnDetail', tone: '' }
  if (code?.status === 'invalid') return { title: 'invalidTitle', detail: 'invalidDetail', tone: 'bad' }
  return { title: 'approvedTitle', detail: 'approvedDetail', tone: 'good' }
}

const text = (messages: ApprovalMessages, key: Outcome['title'] | Outcome['detail']): string => messages[key]

/** What became of an answered post, and what can still be done about it. */
export function receipt(view: View, item: ApprovalItem): TemplateResult {
  const { messages, session, say } = view
  const { title, detail, tone } = outcomeOf(item)
  const { code } = item
  const isLive = item.status === 'approved' && code?.status === 'live'
  const answerAgain = (): void => session.set(item, { panel: 'answer' })
  const label = isLive ? messages.replaceCode : item.status === 'rejected' ? messages.approveAfterAll : messages.giveNewCode
  return html`<div class="receipt" tabindex="-1">
    <h2 class=${tone}>${text(messages, title)}</h2>
    <p>${say(text(messages, detail), { date: code === null ? '' : view.date(code.endsAt) })}</p>
    ${isLive ? timeLeft(view, item) : nothing}
    ${
      code === null || item.status === 'cancelled'
        ? nothing
        : html`<p><a href="${session.api?.receiptUrl(item.requestId)}?lang=${view.locale}" target="_blank" rel="noopener">${messages.receipt}</a></p>`
    }
    ${
      item.status === 'cancelled'
        ? nothing
        : html`<div class="pair">
          <button class="button" type="button" @click=${answerAgain}>${label}</button>
          ${
            isLive
              ? html`<button class="button" type="button" @click=${() => session.set(item, { panel: 'withdraw' })}>${messages.withdraw}</button>`
              : nothing
          }
        </div>`
    }
  </div>`
}

function timeLeft({ locale, messages }: View, { code, askedDays }: ApprovalItem): TemplateResult | typeof nothing {
  if (code === null) return nothing
  const window = Math.round((Date.parse(code.endsAt) - Date.parse(code.startsAt)) / 86_400_000) || askedDays
  return html`<p class="left"><b>${pluralMessage(locale, messages.daysLeft, { count: code.daysLeft })}</b><span class="mono">${code.masked}</span></p>
    <progress max=${window} value=${code.daysLeft} aria-hidden="true"></progress>`
}

/** Asks once more before an answer that says no. */
export function confirmation(view: View, item: ApprovalItem, isWithdrawal: boolean): TemplateResult {
  const { messages, session, say } = view
  const state = session.stateOf(item)
  const isDecline = !isWithdrawal
  const submit = (event: Event): void => {
    event.preventDefault()
    void (isDecline ? session.reject(item) : session.withdraw(item))
  }
  const back = (): void => session.set(item, { panel: isDecline ? 'answer' : 'receipt', problem: null })
  return html`<form class="answer" @submit=${submit}>
    <h2>${isDecline ? messages.declineTitle : messages.withdrawTitle}</h2>
    <p>${rich(say(isDecline ? messages.declineDetail : messages.withdrawDetail))}</p>
    ${
      isDecline
        ? html`<label class="label" for="reason-${item.requestId}">${messages.declineReason}</label>
          <textarea
            id="reason-${item.requestId}"
            class="field"
            rows="3"
            maxlength="1000"
            .value=${state.reason}
            @input=${({ target }: Event) => {
              if (target instanceof HTMLTextAreaElement) state.reason = target.value
            }}
          ></textarea>`
        : nothing
    }
    ${state.problem === null ? nothing : html`<p class="hint bad" role="alert">${problemMessage(messages, state.problem)}</p>`}
    <div class="pair">
      <button class="button danger" type="submit" ?disabled=${state.busy}>
        ${state.busy ? messages.sending : isDecline ? messages.declineConfirm : messages.withdrawConfirm}
      </button>
      <button class="button" type="button" ?disabled=${state.busy} @click=${back}>${messages.back}</button>
    </div>
  </form>`
}
