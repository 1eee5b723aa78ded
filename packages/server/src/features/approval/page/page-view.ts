import { type ApprovalLocale, type ApprovalMessages, approvalMessages, boldParts, fillMessage, pluralMessage } from '@sparkkit/core'
import { html } from 'hono/html'
import type { Markup } from '../../../http/public-page.ts'
import type { Approval, CodeVerdict, SortedCodes } from '../contract.ts'

export type { Markup }

/** What stands in the field of a post: after a failed answer, nothing typed is lost; after a sorting, a suggestion. */
export interface Draft {
  requestId: string
  typed: string
  days: number | null
  /** A problem code, or what was found out about the code. */
  problem: string | null
  verdict: CodeVerdict | null
}

/** What came of a paste of several codes. */
export interface Sorted {
  readonly suggestions: SortedCodes['suggestions']
  readonly unplaced: number
  /** Why nothing could be sorted, with what was typed. */
  readonly problem: string | null
  readonly text: string
}

export interface PageView {
  approval: Approval
  token: string
  /** Where the forms lead. */
  base: string
  /** Opened with a short code. */
  isAnswerOnly: boolean
  locale: ApprovalLocale
  messages: ApprovalMessages
  drafts: readonly Draft[]
  sorted: Sorted | null
  say(text: string, values?: Record<string, string | number>): string
  days(count: number): string
  date(iso: string): string
}

export function pageView(input: Pick<PageView, 'approval' | 'token' | 'base' | 'isAnswerOnly' | 'locale' | 'drafts' | 'sorted'>): PageView {
  const messages = approvalMessages(input.locale)
  return {
    ...input,
    messages,
    say: (text, values) => fillMessage(text, { brand: input.approval.brand.name, ...values }),
    days: count => pluralMessage(input.locale, messages.days, { count }),
    date: iso => new Intl.DateTimeFormat(input.locale, { dateStyle: 'long' }).format(new Date(iso)),
  }
}

/** `**words**` as bold text. */
export const rich = (text: string): Markup[] => boldParts(text).map((part, index) => (index % 2 ? html`<b>${part}</b>` : part))

export const termRow = (term: string, value: string): Markup => html`<div><dt>${term}</dt><dd>${value}</dd></div>`

/** Who sees a code, how to change one's mind and what that does not do, and the terms of the brand in full. */
export const commonTerms = ({ approval, messages, say }: PageView, own: Markup = ''): Markup =>
  html`<dl class="terms">${own}${termRow(messages.whoSees, say(messages.whoSeesValue))}${termRow(messages.changeMind, messages.changeMindValue)}</dl>
<p class="meta">${rich(say(messages.withdrawDetail))}</p>
${approval.terms.map(terms => html`<details class="help"><summary>${termsName(messages, terms)}</summary><p class="text" lang="${terms.locale}">${terms.text}</p></details>`)}`

const termsName = (messages: ApprovalMessages, { version }: Pick<Approval['terms'][number], 'version'>): string =>
  version === null ? messages.terms : `${messages.terms} · ${fillMessage(messages.termsVersion, { version })}`

/** What is asked for one post: for how long, for what, under which terms. */
export const askedRows = ({ approval, messages, say, days }: PageView, { askedDays, feeNote, terms }: Approval['items'][number]): Markup =>
  html`${termRow(messages.howLong, days(askedDays))}${feeNote === null ? '' : termRow(messages.fee, feeNote)}${
    approval.terms.length > 1 && terms?.version ? termRow(messages.terms, say(messages.termsVersion, { version: terms.version })) : ''
  }`
