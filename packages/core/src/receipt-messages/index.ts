import { type ApprovalLocale, approvalLocale } from '../approval-messages/locales.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import type { ReceiptMessages } from './types.ts'

export type { ReceiptMessages } from './types.ts'

const CATALOGUE: { readonly [locale in ApprovalLocale]: ReceiptMessages } = { en, es, de, fr, pt, ja }

/** Every sentence of a receipt in the language of this tag, or in English. */
export function receiptMessages(locale: string): ReceiptMessages {
  return CATALOGUE[approvalLocale([locale])]
}
