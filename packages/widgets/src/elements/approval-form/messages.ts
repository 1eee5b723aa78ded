import type { ApprovalLocale, ApprovalMessages } from '@sparkkit/core'
import { approvalLocale } from '@sparkkit/core/approval-messages/locales'

/** Each language is a file of its own: a creator loads one. */
const LOADERS: { readonly [locale in ApprovalLocale]: () => Promise<ApprovalMessages> } = {
  en: async () => (await import('@sparkkit/core/approval-messages/en')).en,
  es: async () => (await import('@sparkkit/core/approval-messages/es')).es,
  de: async () => (await import('@sparkkit/core/approval-messages/de')).de,
  fr: async () => (await import('@sparkkit/core/approval-messages/fr')).fr,
  pt: async () => (await import('@sparkkit/core/approval-messages/pt')).pt,
  ja: async () => (await import('@sparkkit/core/approval-messages/ja')).ja,
}

export interface Language {
  readonly locale: ApprovalLocale
  readonly messages: ApprovalMessages
}

/** The first of these languages the form speaks; null when its file does not arrive. */
export async function loadLanguage(wanted: readonly string[]): Promise<Language | null> {
  const locale = approvalLocale(wanted)
  try {
    return { locale, messages: await LOADERS[locale]() }
  } catch {
    return null
  }
}
