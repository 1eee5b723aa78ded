import { type ApprovalMessages, pluralMessage, problemMessage, shortCodeMessages } from '@sparkkit/core'
import { html } from 'hono/html'
import type { Approval } from '../contract.ts'
import { askedRows, commonTerms, type Draft, type Markup, type PageView, rich } from './page-view.ts'

type Item = Approval['items'][number]

const PLATFORM_NAMES = { tiktok: 'TikTok', instagram: 'Instagram' } as const
const PRESET_DAYS = [7, 30, 60, 180, 365]

function postCard(view: PageView, { content }: Item): Markup {
  const { messages, locale } = view
  const meta = [view.say(messages.postedOn, { date: view.date(content.postedAt) })]
  if (content.views !== null) {
    const shown = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(content.views)
    meta.push(pluralMessage(locale, messages.views, { count: content.views, shown }))
  }
  const link =
    content.url === null
      ? ''
      : html`<a href="${content.url}" target="_blank" rel="noopener noreferrer">${view.say(messages.openIn, { platform: PLATFORM_NAMES[content.platform] })}</a>`
  return html`<div class="post"><img class="thumb" src="${content.thumbnailUrl}" width="64" height="80" alt="">
<div><p class="caption">${content.caption || messages.untitledPost}</p><p class="meta">${meta.join(' · ')}</p>${link}</div></div>`
}

/** How long, for one post; for a page with a single post also what holds for all. */
const terms = (view: PageView, item: Item): Markup =>
  view.approval.items.length === 1 ? commonTerms(view, askedRows(view, item)) : html`<dl class="terms">${askedRows(view, item)}</dl>`

const opening = ({ base, locale }: PageView, item: Item): Markup =>
  html`<form class="answer" method="post" action="${base}?lang=${locale}#${item.requestId}"><input type="hidden" name="requestId" value="${item.requestId}">`

const CLOSING = html`</form>`

/** The sentence below a field that was filled in. */
export function hint({ messages, say, days }: PageView, item: Item, { problem, verdict }: Draft): string {
  if (problem !== null) return problemMessage(messages, problem)
  if (verdict === null) return ''
  const sentence = verdict.isExtension ? messages.looksRightAgain : say(messages.looksRight, { days: days(item.askedDays) })
  return verdict.repairs.length > 0 ? `${sentence} ${messages.repaired}` : sentence
}

/** The field for the code and the two answers; `withDecline` where a no is still an answer. */
function answerForm(view: PageView, item: Item, { withDecline, draft }: { withDecline: boolean; draft: Draft | null }): Markup {
  const { messages, days } = view
  const field = `code-${item.requestId}`
  const chosen = draft?.days ?? item.askedDays
  const isBad = draft?.problem != null
  const tone = isBad ? 'bad' : draft?.verdict ? 'good' : ''
  const options = [...new Set([...PRESET_DAYS, item.askedDays, chosen])].sort((one, other) => one - other)
  return html`${opening(view, item)}
${item.status === 'lapsed' ? html`<p class="meta">${messages.lapsedNote}</p>` : ''}${item.code?.status === 'live' ? html`<p class="meta">${messages.extendNote}</p>` : ''}
<label class="label" for="${field}">${messages.codeLabel}</label>
<div class="entry ${tone}"><input id="${field}" class="code" name="code" type="text" inputmode="text" autocapitalize="off" autocorrect="off" autocomplete="off" spellcheck="false" enterkeyhint="send" maxlength="8192" aria-describedby="hint-${item.requestId}" aria-invalid="${isBad ? 'true' : 'false'}" value="${draft?.typed ?? ''}"></div>
<p id="hint-${item.requestId}" class="hint ${tone}" ${isBad ? html`role="alert"` : ''}>${draft ? hint(view, item, draft) : ''}</p>
<label class="row"><span>${messages.daysLabel}</span><select class="field" name="days">${options.map(count => html`<option value="${count}" ${count === chosen ? 'selected' : ''}>${days(count)}</option>`)}</select></label>
${item.terms === null ? '' : html`<p class="meta">${messages.agree}</p>`}
<div class="pair"><button class="button primary" name="answer" value="approve">${messages.approve}</button>${withDecline ? html`<button class="button" name="answer" value="reject">${messages.decline}</button>` : ''}</div>
${withDecline ? html`<details class="reason"><summary class="meta">${messages.declineReason}</summary><textarea class="field" name="reason" rows="2" maxlength="1000" aria-label="${messages.declineReason}"></textarea></details>` : ''}
${CLOSING}`
}

type Outcome = readonly [title: keyof ApprovalMessages & `${string}Title`, detail: keyof ApprovalMessages & `${string}Detail`, tone: string]

function outcomeOf({ status, code }: Item): Outcome {
  if (status === 'cancelled') return ['cancelledTitle', 'cancelledDetail', '']
  if (status === 'rejected') return ['declinedTitle', 'declinedDetail', '']
  if (code?.status === 'expired') return ['expiredTitle', 'expiredDetail', 'warn']
  if (code?.status === 'withdrawn') return ['withdrawnTitle', 'withdrawnDetail', '']
  if (code?.status === 'invalid') return ['invalidTitle', 'invalidDetail', 'bad']
  return ['approvedTitle', 'approvedDetail', 'good']
}

function timeLeft({ locale, messages }: PageView, code: NonNullable<Item['code']>): Markup {
  const days = Math.max(1, Math.round((Date.parse(code.endsAt) - Date.parse(code.startsAt)) / 86_400_000))
  return html`<p class="left"><b>${pluralMessage(locale, messages.daysLeft, { count: code.daysLeft })}</b><span class="mono">${code.masked}</span></p><progress max="${days}" value="${code.daysLeft}" aria-hidden="true"></progress>`
}

function receipt(view: PageView, item: Item, draft: Draft | null): Markup {
  const { messages, say } = view
  const [title, detail, tone] = outcomeOf(item)
  const { code } = item
  if (view.isAnswerOnly)
    return html`<div class="receipt"><h2 class="${tone}">${messages[title]}</h2><p>${shortCodeMessages(view.locale).answered}</p></div>`
  const isLive = item.status === 'approved' && code?.status === 'live'
  const again = isLive ? messages.replaceCode : item.status === 'rejected' ? messages.approveAfterAll : messages.giveNewCode
  return html`<div class="receipt"><h2 class="${tone}">${messages[title]}</h2>
<p>${say(messages[detail], { date: code === null ? '' : view.date(code.endsAt) })}</p>
${isLive && code ? timeLeft(view, code) : ''}
${code === null || item.status === 'cancelled' ? '' : html`<p><a href="/a/${view.token}/receipt/${item.requestId}?lang=${view.locale}">${messages.receipt}</a></p>`}
${item.status === 'cancelled' ? '' : html`<details ${draft ? 'open' : ''}><summary class="button">${again}</summary>${answerForm(view, item, { withDecline: false, draft })}</details>`}
${isLive ? html`<details><summary class="button">${messages.withdraw}</summary>${opening(view, item)}<p>${rich(say(messages.withdrawDetail))}</p><button class="button danger" name="answer" value="withdraw">${messages.withdrawConfirm}</button>${CLOSING}</details>` : ''}
</div>`
}

/** One post: what is asked, or what became of it. */
export function itemSection(view: PageView, item: Item): Markup {
  const draft = view.drafts.find(draft => draft.requestId === item.requestId) ?? null
  const isOpen = item.status === 'pending' || item.status === 'lapsed'
  return html`<article class="item" id="${item.requestId}" data-request="${item.requestId}">
${postCard(view, item)}
${isOpen ? html`${terms(view, item)}${answerForm(view, item, { withDecline: true, draft })}` : receipt(view, item, draft)}
</article>`
}
