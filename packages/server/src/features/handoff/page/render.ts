import { html } from 'hono/html'
import { accentStyle, type Markup, publicDocument } from '../../../http/public-page.ts'
import { handoffProblem, HANDOFF_MESSAGES as messages } from './messages.ts'
import { addressOf, fill, type HandoffView, longDate, number, plural } from './page-view.ts'
import { row } from './row.ts'

interface Frame {
  readonly title: string
  readonly nonce: string
  readonly accent: string | null
  readonly withScript: boolean
}

const document = ({ title, nonce, accent, withScript }: Frame, body: Markup): Markup => {
  const head = html`<link rel="stylesheet" href="/assets/pages/handoff.css">
${accentStyle(':root', accent, nonce)}
${withScript ? html`<script type="module" src="/assets/pages/handoff.js"></script>` : ''}`
  return publicDocument({ title, locale: 'en', head }, body)
}

function brandHeader({ shared: { brand, handoff } }: HandoffView): Markup {
  return html`<header class="brand">
${brand.logoUrl === null ? html`<span class="logo" aria-hidden="true">${[...brand.name][0]}</span>` : html`<img class="logo" src="${brand.logoUrl}" width="40" height="40" alt="">`}
<div><p class="name">${brand.name}</p><p class="meta">${handoff.name}</p></div>
<p class="meta ends">${fill(messages.linkEnds, { date: longDate(handoff.expiresAt) })}</p>
</header>`
}

function counts({ shared }: HandoffView): string {
  const { live, endingSoon, unused } = shared.counts
  return [
    fill(messages.counts.live, { count: number(live) }),
    ...(endingSoon > 0 ? [plural(messages.counts.endingSoon, endingSoon)] : []),
    fill(messages.counts.unused, { count: number(unused) }),
  ].join(' · ')
}

function tools(view: HandoffView): Markup {
  const { data, handoff } = view.shared
  if (data.length === 0 || !handoff.scopes.includes('reveal')) return ''
  const ids = data.map(({ id }) => html`<input type="hidden" name="codeId" value="${id}">`)
  return html`<div class="tools"><form method="post" action="${addressOf(view)}" data-do="reveal">${ids}<button class="button primary" name="answer" value="reveal_all" data-label="${plural(messages.copyAll, data.length)}" data-done="${messages.copied}">${plural(messages.showAll, data.length)}</button></form>
<form method="post" action="${addressOf(view)}"><button class="button" name="answer" value="csv">${messages.csv}</button></form></div>`
}

/** What was just asked for, ready to be copied by hand. */
function clear({ revealed }: HandoffView): Markup {
  const codes = [...revealed.values()]
  const label = plural(messages.shownAll, codes.length)
  return html`<div class="clear-codes" id="codes" ${codes.length > 1 ? '' : 'hidden'}><label for="clear">${label}</label><textarea class="field mono" id="clear" rows="${Math.min(10, Math.max(3, codes.length))}" readonly spellcheck="false">${codes.join('\n')}</textarea></div>`
}

const COLUMNS = ['post', 'code', 'timeLeft', 'flight', 'adAccount'] as const

function list(view: HandoffView): Markup {
  const { data, handoff } = view.shared
  if (data.length === 0) return html`<div class="empty"><h2>${messages.empty}</h2><p class="meta">${messages.emptyDetail}</p></div>`
  const heads = COLUMNS.map(name => html`<th role="columnheader" scope="col">${messages[name]}</th>`)
  return html`<table role="table" aria-label="${handoff.name}"><thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="sr">${messages.actions}</span></th></tr></thead>
<tbody role="rowgroup">${data.map(code => row(view, code))}</tbody></table>`
}

function paging({ shared, token, cursor }: HandoffView): Markup {
  const { nextCursor, handoff } = shared
  const next =
    nextCursor === null
      ? ''
      : html`<a class="button" href="/h/${token}?cursor=${encodeURIComponent(nextCursor)}" rel="next">${fill(messages.next, { count: handoff.chunkSize })}</a>`
  const first = cursor === null ? '' : html`<a class="button" href="/h/${token}">${messages.first}</a>`
  return first || next ? html`<nav class="paging" aria-label="Pages">${first}${next}</nav>` : ''
}

/** Sentences for the script, which has none of its own. */
const sentences = {
  copied: messages.copiedCount.other,
  copiedOne: messages.copiedCount.one,
  gone: messages.someGone.other,
  goneOne: messages.someGone.one,
  pressCopy: messages.pressCopy,
  marked: messages.markedNow,
  markedBefore: messages.markedBefore,
  markedBeforeNoAd: messages.markedBeforeNoAd,
  usedInAd: messages.usedInAd,
  used: messages.used,
  failed: messages.failed,
  problems: messages.problems,
}

/** The whole page; the script takes over its forms, browsers without scripts use it as it is. */
export function renderHandoff(view: HandoffView, nonce: string): Markup {
  const { brand, handoff } = view.shared
  const { notice } = view
  return document(
    { title: `${brand.name} · ${messages.title}`, nonce, accent: brand.accent, withScript: true },
    html`<main class="page" data-sentences="${JSON.stringify(sentences)}">
${brandHeader(view)}
<div class="head"><div><h1>${messages.title}</h1><p class="meta">${counts(view)}</p></div>${tools(view)}</div>
<p class="notice ${notice?.tone ?? ''}" id="notice" ${notice?.tone === 'bad' ? 'role=alert' : 'role=status'} ${notice ? '' : 'hidden'}>${notice?.text ?? ''}</p>
${clear(view)}
${list(view)}
${paging(view)}
<footer class="meta"><span>${messages.howSure}</span><span>${handoff.scopes.includes('reveal') ? messages.onRecord : messages.masked}</span>${brand.contact === null ? '' : html`<span>${fill(messages.contact, { contact: brand.contact })}</span>`}</footer>
</main>`,
  )
}

/** A link that leads nowhere, said so that whoever has it knows what to do. */
export const renderDeadEnd = (code: string): Markup =>
  document(
    { title: messages.title, nonce: '', accent: null, withScript: false },
    html`<main class="page dead-end"><h1>${messages.title}</h1><p role="alert">${handoffProblem(code)}</p></main>`,
  )
