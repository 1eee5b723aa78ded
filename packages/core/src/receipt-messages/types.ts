/** Every sentence of a receipt, in one language. `{name}` is filled in by `fillMessage`. */
export interface ReceiptMessages {
  readonly title: string
  readonly lead: string
  readonly someone: string
  readonly askedBy: string
  readonly answeredBy: string
  readonly byLink: string
  readonly post: string
  readonly asked: string
  readonly askedValue: string
  readonly answered: string
  readonly fee: string
  readonly code: string
  readonly window: string
  readonly windowValue: string
  readonly verified: string
  readonly declared: string
  readonly assumed: string
  readonly now: string
  readonly live: string
  readonly expired: string
  readonly withdrawn: string
  readonly superseded: string
  readonly invalid: string
  readonly earlier: string
  readonly terms: string
  readonly noTerms: string
  readonly version: string
  readonly readAt: string
  readonly hash: string
  readonly records: string
  readonly number: string
  readonly note: string
  readonly save: string
  readonly saveData: string
  readonly back: string
}
