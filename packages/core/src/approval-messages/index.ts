import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { type ApprovalLocale, approvalLocale } from './locales.ts'
import { pt } from './pt.ts'
import type { ApprovalMessages } from './types.ts'

export { boldParts, fillMessage, type MessageParameters, pluralMessage, problemMessage } from './format.ts'
export { APPROVAL_LOCALES, type ApprovalLocale, approvalLocale } from './locales.ts'
export { APPROVAL_PROBLEMS, type ApprovalMessages, type ApprovalProblem, type PluralForms } from './types.ts'

const CATALOGUE: { readonly [locale in ApprovalLocale]: ApprovalMessages } = { en, es, de, fr, pt, ja }

/** Every sentence of the creator's page in the language of this tag, or in English. */
export function approvalMessages(locale: string): ApprovalMessages {
  return CATALOGUE[approvalLocale([locale])]
}
