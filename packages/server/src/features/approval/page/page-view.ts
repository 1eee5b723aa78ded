import { type ApprovalLocale, type ApprovalMessages, approvalMessages, boldParts, fillMessage, pluralMessage } from '@sparkkit/core'
import { html } from 'hono/html'
import type { Approval } from '../contract.ts'

/** Markup of hono's `html`, or nothing. */
export type Markup = ReturnType<typeof html> | string

/** What a failed answer left behind: shown beside its field, nothing typed is lost. */
export interface Failure {
  requestId: string
  code: string
  typed: string
  days: number | null
}

export interface PageView {
  approval: Approval
  token: string
  locale: ApprovalLocale
  messages: ApprovalMessages
  failure: Failure | null
  say(text: string, values?: Record<string, string | number>): string
  days(count: number): string
  date(iso: string): string
}

export function pageView(input: Pick<PageView, 'approval' | 'token' | 'locale' | 'failure'>): PageView {
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
