import type { ApprovalMessages } from '@sparkkit/core'
import { boldParts, fillMessage, pluralMessage } from '@sparkkit/core/approval-messages/format'
import { html, type TemplateResult } from 'lit'
import type { ApprovalSession } from '../../controllers/approval-session.ts'
import type { Approval, ApprovalItem } from '../../internal/api-types.ts'
import type { Language } from './messages.ts'

export type Later = typeof import('./later.ts')

/** What every part of the page is drawn from. */
export interface View extends Language {
  readonly approval: Approval
  readonly session: ApprovalSession
  /** Receipts and second thoughts; null while they are on their way. */
  readonly later: Later | null
  /** A sentence with `{brand}` and other values put in. */
  say(text: string, values?: Readonly<Record<string, string | number>>): string
  days(count: number): string
  date(iso: string): string
}

export function viewOf(
  session: ApprovalSession,
  approval: Approval,
  { locale, messages }: Language & { readonly messages: ApprovalMessages },
): View {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  return {
    approval,
    session,
    locale,
    messages,
    later: session.later,
    say: (text, values) => fillMessage(text, { brand: approval.brand.name, ...values }),
    days: count => pluralMessage(locale, messages.days, { count }),
    date: iso => format.format(new Date(iso)),
  }
}

/** Whether a post still waits for its answer. */
export const isOpen = ({ status }: ApprovalItem): boolean => status === 'pending' || status === 'lapsed'

/** `**words**` as bold text. */
export const rich = (text: string): (string | TemplateResult)[] =>
  boldParts(text).map((part, index) => (index % 2 ? html`<b>${part}</b>` : part))
