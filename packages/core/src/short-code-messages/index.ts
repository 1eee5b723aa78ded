import { type ApprovalLocale, approvalLocale } from '../approval-messages/locales.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import type { ShortCodeMessages } from './types.ts'

export type { ShortCodeMessages } from './types.ts'

const CATALOGUE: { readonly [locale in ApprovalLocale]: ShortCodeMessages } = { en, es, de, fr, pt, ja }

/** The sentences in the language of this tag, or in English. */
export const shortCodeMessages = (locale: string): ShortCodeMessages => CATALOGUE[approvalLocale([locale])]
