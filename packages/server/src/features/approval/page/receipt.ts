import { type ApprovalLocale, approvalMessages, fillMessage, pluralMessage, type ReceiptMessages, receiptMessages } from '@sparkkit/core'
import { html, raw } from 'hono/html'
import type { Receipt } from '../receipt-contract.ts'
import { type Markup, termRow } from './page-view.ts'
import { RECEIPT_STYLES } from './receipt-styles.ts'

export interface ReceiptView {
  receipt: Receipt
  locale: ApprovalLocale
  /** Where it stands; null for a copy to keep, which must not hold the link. */
  at: { token: string; nonce: string } | null
}

interface Words {
  messages: ReceiptMessages
  days(count: number): string
  time(iso: string): string
  /** Who answered, also where no name is known. */
  creator: string
}

function wordsOf({ receipt, locale }: ReceiptView): Words {
  const messages = receiptMessages(locale)
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })
  return {
    messages,
    days: count => pluralMessage(locale, approvalMessages(locale).days, { count }),
    time: iso => format.format(new Date(iso)),
    creator: receipt.creator.handle === null ? messages.someone : `@${receipt.creator.handle}`,
  }
}

const windowOf = ({ messages, time }: Words, { startsAt, endsAt, windowSource }: Receipt['code']): string =>
  `${fillMessage(messages.windowValue, { from: time(startsAt), to: time(endsAt) })} (${messages[windowSource]})`

function nowOf({ messages, time }: Words, { codeStatus, codeEndsAt, withdrawnAt }: Receipt['now']): string {
  const date = time(codeStatus === 'withdrawn' && withdrawnAt !== null ? withdrawnAt : codeEndsAt)
  return fillMessage(messages[codeStatus], { date })
}

function brandOf({ name, handle, contact, website }: Receipt['brand']): string {
  return [name, handle && `@${handle.replace(/^@/, '')}`, website, contact].filter(Boolean).join(' · ')
}

function rows(words: Words, { brand, post, asked, answeredAt, code, now, id, events, requestId, earlier }: Receipt): Markup {
  const { messages, time } = words
  return html`<dl>
${termRow(messages.askedBy, brandOf(brand))}
${termRow(messages.answeredBy, fillMessage(messages.byLink, { creator: words.creator }))}
<div><dt>${messages.post}</dt><dd>${post.caption}${post.caption && post.url ? html`<br>` : ''}${post.url === null ? '' : html`<a href="${post.url}" rel="noopener noreferrer">${post.url}</a>`}</dd></div>
${termRow(messages.asked, fillMessage(messages.askedValue, { days: words.days(asked.days), date: time(asked.at) }))}
${asked.feeNote === null ? '' : termRow(messages.fee, asked.feeNote)}
${termRow(messages.answered, time(answeredAt))}
<div><dt>${messages.code}</dt><dd><code>${code.masked}</code></dd></div>
${termRow(messages.window, windowOf(words, code))}
${termRow(messages.now, nowOf(words, now))}
${earlier.length === 0 ? '' : html`<div><dt>${messages.earlier}</dt><dd>${earlier.map(each => html`<div>${time(each.answeredAt)}: <code>${each.code.masked}</code>, ${windowOf(words, each.code)}</div>`)}</dd></div>`}
<div><dt>${messages.number}</dt><dd><code>${id}</code></dd></div>
<div><dt>${messages.records}</dt><dd><code>${requestId}</code>${events.map(event => html`<br><code>${event.id}</code> ${event.type}`)}</dd></div>
</dl>`
}

function terms({ messages }: Words, { terms: agreed }: Receipt): Markup {
  if (agreed === null) return html`<h2>${messages.terms}</h2><p>${messages.noTerms}</p>`
  const about = [
    agreed.version && fillMessage(messages.version, { version: agreed.version }),
    agreed.url && fillMessage(messages.readAt, { url: agreed.url }),
  ]
  return html`<h2>${messages.terms}</h2>
<p class="soft">${about.filter(Boolean).join(' · ')}</p>
<p class="text" lang="${agreed.locale}">${agreed.text}</p>
<p class="soft">${messages.hash}: <code>${agreed.hash}</code></p>`
}

function links({ messages }: Words, { receipt, locale, at }: ReceiptView): Markup {
  if (at === null) return ''
  const page = `/a/${at.token}/receipt/${receipt.requestId}?lang=${locale}`
  return html`<nav><a href="/a/${at.token}?lang=${locale}#${receipt.requestId}">${messages.back}</a>
<a href="${page}&download=html" download>${messages.save}</a>
<a href="/v1/approvals/${at.token}/receipts/${receipt.requestId}" download="${receipt.id}.json">${messages.saveData}</a></nav>`
}

/** A receipt to read, print or keep: one document that needs nothing else. */
export function renderReceipt(view: ReceiptView): Markup {
  const { receipt, locale, at } = view
  const words = wordsOf(view)
  const { messages } = words
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${receipt.brand.name} · ${messages.title}</title>
<style ${at === null ? '' : html`nonce="${at.nonce}"`}>${raw(RECEIPT_STYLES)}</style>
</head>
<body><main>
<h1>${messages.title}</h1>
<p>${fillMessage(messages.lead, { creator: words.creator, brand: receipt.brand.name })}</p>
<p class="soft">${messages.note}</p>
${rows(words, receipt)}
${terms(words, receipt)}
${links(words, view)}
</main></body>
</html>`
}
