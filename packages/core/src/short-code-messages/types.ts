/** Every sentence of the page where a short code is typed, in one language. */
export interface ShortCodeMessages {
  readonly title: string
  readonly lead: string
  readonly code: string
  readonly handle: string
  readonly submit: string
  /** The same for a wrong code, a wrong handle and a code that ran out. */
  readonly unknown: string
  readonly locked: string
  /** On the page it opens: what can be done there. */
  readonly answerOnly: string
  readonly answered: string
}
