import { pluralMessage } from '@sparkkit/core/approval-messages/format'
import { APPROVAL_LOCALES } from '@sparkkit/core/approval-messages/locales'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalItem } from '../../internal/api-types.ts'
import { answerForm } from './answer-form.ts'
import { help } from './help.ts'
import { postCard } from './post-card.ts'
import { rich, type View } from './view.ts'

/** The page once everything is there. `speak` is called with the language a creator picks. */
export function page(view: View, speak: (locale: string) => void): TemplateResult {
  const { approval, locale, messages, session, say } = view
  const { items } = approval
  const open = items.filter(({ status }) => status === 'pending' || status === 'lapsed')
  const isSingle = items.length === 1
  const isOpen = open.length > 0
  const needsHelp = items.some(item => session.stateOf(item).panel === 'answer')
  return html`<main class="page" lang=${locale}>
    ${brand(view)}
    <h1>${isOpen ? pluralMessage(locale, messages.title, { count: open.length }) : messages.titleAnswered}</h1>
    <p class="lead">${isOpen ? messages.lead : messages.allAnswered}</p>
    ${isSingle && needsHelp ? nothing : terms(view, null)}
    ${isSingle || !isOpen ? nothing : html`<p class="meta">${say(messages.progress, { done: items.length - open.length, total: items.length })}</p>`}
    ${view.later?.several(view)} ${items.map(item => article(view, item, isSingle))} ${view.later?.approveAll(view)}
    ${needsHelp ? help(view, (open[0] ?? items[0])?.askedDays ?? 30) : nothing} ${footer(view, speak)}
  </main>`
}

function article(view: View, item: ApprovalItem, isSingle: boolean): TemplateResult {
  const { session, later } = view
  const { panel } = session.stateOf(item)
  const other = (): TemplateResult | undefined =>
    panel === 'receipt' ? later?.receipt(view, item) : later?.confirmation(view, item, panel === 'withdraw')
  return html`<article class="item" data-request=${item.requestId}>
    ${postCard(view, item)} ${panel === 'answer' ? [terms(view, item, isSingle), answerForm(view, item)] : other()}
  </article>`
}

/** What is asked for a post; who sees the code, how to change one's mind, the brand's terms. Several posts share the latter. */
function terms({ approval, messages, say, days }: View, item: ApprovalItem | null, isWhole = item === null): TemplateResult {
  const row = (term: string, value: string): TemplateResult => html`<div><dt>${term}</dt><dd>${value}</dd></div>`
  const version = (named: { version: string | null } | null): string | null =>
    named?.version ? say(messages.termsVersion, { version: named.version }) : null
  const ofItem = item && approval.terms.length > 1 ? version(item.terms) : null
  return html`<dl class="terms">
      ${item && [row(messages.howLong, days(item.askedDays)), item.feeNote && row(messages.fee, item.feeNote), ofItem && row(messages.terms, ofItem)]}
      ${isWhole ? [row(messages.whoSees, say(messages.whoSeesValue)), row(messages.changeMind, messages.changeMindValue)] : nothing}
    </dl>
    ${
      isWhole
        ? [
            html`<p class="meta">${rich(say(messages.withdrawDetail))}</p>`,
            approval.terms.map(
              each => html`<details class="help">
                <summary>${[messages.terms, version(each)].filter(Boolean).join(' · ')}</summary>
                <p class="text" lang=${each.locale}>${each.text}</p>
              </details>`,
            ),
          ]
        : nothing
    }`
}

function brand({ approval }: View): TemplateResult {
  const { name, handle, website, logoUrl } = approval.brand
  const about = [handle && `@${handle.replace(/^@/, '')}`, website?.replace(/^https?:\/\/|\/$/g, '')]
  return html`<header class="brand">
    ${logoUrl ? html`<img class="logo" src=${logoUrl} width="40" height="40" alt="" />` : html`<span class="logo" aria-hidden="true">${[...name][0]}</span>`}
    <div>
      <p class="name">${name}</p>
      <p class="meta">${about.filter(Boolean).join(' · ')}</p>
    </div>
  </header>`
}

function footer({ messages, say, locale, approval }: View, speak: (locale: string) => void): TemplateResult {
  const { contact } = approval.brand
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement) speak(target.value)
  }
  return html`<footer class="meta">
    ${contact && html`<span>${say(messages.contact, { contact })}</span>`}
    <select class="language" aria-label=${messages.language} @change=${change}>
      ${Object.entries(APPROVAL_LOCALES).map(([tag, name]) => html`<option value=${tag} ?selected=${locale === tag}>${name}</option>`)}
    </select>
  </footer>`
}
