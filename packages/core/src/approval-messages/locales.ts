/** Languages of the creator's page and what each calls itself. */
export const APPROVAL_LOCALES = { en: 'English', es: 'Español', de: 'Deutsch', fr: 'Français', pt: 'Português', ja: '日本語' } as const
export type ApprovalLocale = keyof typeof APPROVAL_LOCALES

const isLocale = (language: string): language is ApprovalLocale => Object.hasOwn(APPROVAL_LOCALES, language)

/**
 * The first language of `wanted` there are messages for, else English. Takes language tags in order of preference.
 *
 * @example
 * approvalLocale(['pt-BR', 'en']) // 'pt'
 */
export function approvalLocale(wanted: readonly string[]): ApprovalLocale {
  for (const tag of wanted) {
    const language = tag.trim().toLowerCase().split(/[-_]/)[0] ?? ''
    if (isLocale(language)) return language
  }
  return 'en'
}
