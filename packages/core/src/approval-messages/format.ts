import type { ApprovalMessages, ApprovalProblem, PluralForms } from './types.ts'

export type MessageParameters = { readonly [name: string]: string | number }

/** Puts values in place of `{name}`; a name without a value stays. */
export function fillMessage(text: string, values: MessageParameters): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder))
}

/** The form of a sentence that fits `count`, with `{count}` filled in as `shown` (the grouped number without it). */
export function pluralMessage(locale: string, forms: PluralForms, { count, shown }: { count: number; shown?: string }): string {
  const isOne = new Intl.PluralRules(locale).select(count) === 'one'
  const form = isOne && forms.one !== undefined ? forms.one : forms.other
  return fillMessage(form, { count: shown ?? new Intl.NumberFormat(locale).format(count) })
}

/** The sentence for a problem code of the API; one for everything else when the code has none of its own. */
export function problemMessage(messages: ApprovalMessages, code: string): string {
  const isKnown = (problem: string): problem is ApprovalProblem => Object.hasOwn(messages.problems, problem)
  return messages.problems[isKnown(code) ? code : 'unknown']
}

/** Splits `Tap **Copy** now` into plain and bold parts, in order, starting with a plain one. */
export function boldParts(text: string): string[] {
  return text.split('**')
}
