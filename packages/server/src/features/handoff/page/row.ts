import { html } from 'hono/html'
import type { Markup } from '../../../http/public-page.ts'
import type { SharedCode } from '../public-contract.ts'
import { HANDOFF_MESSAGES as messages } from './messages.ts'
import { addressOf, dateRange, endOf, fill, type HandoffView, longDate, plural, shortDate } from './page-view.ts'

const DAY_MS = 86_400_000

const toneOf = (daysLeft: number): string => (daysLeft <= 3 ? 'bad' : daysLeft <= 14 ? 'warn' : 'good')

function postCell({ content, creator }: SharedCode): Markup {
  const handle = creator.handle === null ? messages.unknownCreator : `@${creator.handle}`
  const name = content.url === null ? handle : html`<a href="${content.url}" target="_blank" rel="noopener noreferrer">${handle}</a>`
  return html`<th class="post" role="rowheader" scope="row"><img class="thumb" src="${content.thumbnailUrl}" width="34" height="42" alt="" loading="lazy">
<span class="about"><span class="handle">${name}</span><span class="meta caption">${content.caption || messages.untitledPost}</span></span></th>`
}

function codeCell(view: HandoffView, { id, masked }: SharedCode): Markup {
  const code = view.revealed.get(id)
  return html`<td class="code" role="cell" data-label="${messages.code}">${
    code === undefined ? html`<code class="mono">${masked}</code>` : html`<code class="mono clear" tabindex="0">${code}</code>`
  }</td>`
}

function timeCell({ daysLeft, startsAt, endsAt, windowSource }: SharedCode): Markup {
  const tone = toneOf(daysLeft)
  const days = Math.max(1, Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / DAY_MS))
  return html`<td class="time" role="cell" data-label="${messages.timeLeft}"><span class="stack"><b class="${tone}">${plural(messages.days, daysLeft)}</b>
<progress class="${tone}" max="${days}" value="${Math.min(days, daysLeft)}" aria-hidden="true"></progress>
<span class="meta">${fill(messages.until[windowSource], { date: endOf(startsAt, endsAt) })}</span></span></td>`
}

function flightCell({ flights }: SharedCode): Markup {
  const lines = flights.map(({ startsOn, endsOn, gapDays, adAccountId }) => {
    const gap =
      gapDays === 0
        ? ''
        : html` <b class="bad" title="${fill(messages.gapLong, { count: gapDays })}">${fill(messages.gap, { count: gapDays })}</b>`
    const account = adAccountId === null ? '' : html`<span class="meta">${fill(messages.forAccount, { account: adAccountId })}</span>`
    return html`<span class="line"><span>${dateRange(startsOn, endsOn)}</span>${gap}</span>${account}`
  })
  return html`<td class="flight ${lines.length === 0 ? 'none' : ''}" role="cell" data-label="${messages.flight}"><span class="stack">${lines.length === 0 ? '—' : lines}</span></td>`
}

/** Where it runs, as far as anyone said. */
function accountCell({ adAccounts, usedAt, usedAdId, usedAdAccountId }: SharedCode): Markup {
  const bound = adAccounts.map(({ name, advertiserId, status }) =>
    status === 'bound'
      ? html`<span>${name ?? advertiserId}</span>`
      : html`<span>${name ?? advertiserId} <span class="meta">${messages.binding[status]}</span></span>`,
  )
  const ad = usedAdId === null ? messages.used : fill(messages.usedInAd, { ad: usedAdId })
  const used = usedAt === null ? '' : `${ad} ${fill(messages.usedOn, { date: shortDate(usedAt) })}`
  const isBound = adAccounts.some(({ advertiserId }) => advertiserId === usedAdAccountId)
  const account = usedAdAccountId === null || isBound ? '' : html`<span>${usedAdAccountId}</span>`
  const isEmpty = bound.length === 0 && usedAt === null
  return html`<td class="account ${isEmpty ? 'none' : ''}" role="cell" data-label="${messages.adAccount}"><span class="stack">${bound}${account}<span class="meta" data-used>${used}${isEmpty ? '—' : ''}</span></span></td>`
}

function markForm(view: HandoffView, { id }: SharedCode): Markup {
  return html`<details class="mark"><summary class="button">${messages.markUsed}</summary>
<form method="post" action="${addressOf(view)}" data-do="used"><input type="hidden" name="codeId" value="${id}">
<label for="ad-${id}">${messages.adId}</label>
<div class="pair"><input class="field" id="ad-${id}" name="adId" type="text" inputmode="numeric" maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="ad-hint-${id}"><button class="button primary" name="answer" value="used">${messages.save}</button></div>
<p class="meta" id="ad-hint-${id}">${messages.adIdHint}</p></form></details>`
}

function actionsCell(view: HandoffView, code: SharedCode): Markup {
  const { scopes } = view.shared.handoff
  const about = code.creator.handle ?? messages.unknownCreator
  const copy = scopes.includes('reveal')
    ? html`<form method="post" action="${addressOf(view)}" data-do="reveal"><input type="hidden" name="codeId" value="${code.id}"><button class="button" name="answer" value="reveal" aria-label="${messages.show}: ${about}" data-label="${messages.copy}" data-done="${messages.copied}">${messages.show}</button></form>`
    : ''
  const mark = scopes.includes('mark_used') && code.usedAt === null ? markForm(view, code) : ''
  const used = code.usedAt === null ? '' : html`<span class="pill" title="${longDate(code.usedAt)}">${messages.used}</span>`
  return html`<td class="actions" role="cell"><span class="buttons">${copy}${mark}${used}</span></td>`
}

/** One code: what it is for, how long it lasts, and what can be done with it. */
export const row = (view: HandoffView, code: SharedCode): Markup =>
  html`<tr role="row" id="${code.id}">${postCell(code)}${codeCell(view, code)}${timeCell(code)}${flightCell(code)}${accountCell(code)}${actionsCell(view, code)}</tr>`
