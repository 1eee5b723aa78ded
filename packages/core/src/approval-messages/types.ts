/** Forms of a sentence by `Intl.PluralRules` category; a category a language lacks falls back to `other`. */
export interface PluralForms {
  readonly one?: string
  readonly other: string
}

/** Problems a creator can meet on the approval page: problem codes of the API, and what only a browser knows. */
export const APPROVAL_PROBLEMS = [
  'spark_code_empty',
  'spark_code_too_short',
  'spark_code_too_long',
  'spark_code_malformed',
  'spark_code_not_found_in_text',
  'spark_code_several',
  'spark_code_used_elsewhere',
  'spark_code_invalid',
  'spark_code_other_post',
  'spark_code_expired',
  'spark_code_deleted',
  'spark_code_not_live',
  'pasted_url',
  'pasted_hashtag',
  'request_cancelled',
  'request_already_approved',
  'link_not_found',
  'link_revoked',
  'rate_limited',
  'network',
  'unknown',
] as const
export type ApprovalProblem = (typeof APPROVAL_PROBLEMS)[number]

/**
 * Every sentence of the creator's page, in one language. `{name}` is filled in by `fillMessage`; `**words**` are names of
 * buttons in TikTok, shown bold.
 */
export interface ApprovalMessages {
  /** `{count}` posts wait for an answer. */
  readonly title: PluralForms
  readonly titleAnswered: string
  readonly lead: string
  readonly loading: string
  /** `{done}` of `{total}` posts. */
  readonly progress: string
  readonly allAnswered: string
  readonly contact: string
  readonly language: string

  readonly untitledPost: string
  readonly postedOn: string
  readonly views: PluralForms
  readonly openIn: string

  readonly howLong: string
  readonly days: PluralForms
  readonly whoSees: string
  readonly whoSeesValue: string
  readonly changeMind: string
  readonly changeMindValue: string
  /** Over what the brand promises in return, in its own words. */
  readonly fee: string
  readonly terms: string
  readonly termsVersion: string
  readonly agree: string
  readonly lapsedNote: string

  readonly codeLabel: string
  readonly paste: string
  readonly pasteBlocked: string
  readonly daysLabel: string
  readonly approve: string
  readonly decline: string
  readonly sending: string

  /** Shown when two or more posts wait for an answer. */
  readonly severalTitle: string
  readonly severalLead: string
  readonly severalSort: string
  /** `{done}` of `{total}` posts got a code: to be looked at and sent. */
  readonly severalSorted: string
  readonly severalUnplaced: PluralForms
  readonly approveAll: string

  readonly checking: string
  readonly looksRight: string
  /** `{days}` declared are fewer than `{asked}`. */
  readonly looksRightShorter: string
  readonly looksRightAgain: string
  readonly confirmedByTiktok: string
  readonly repaired: string

  readonly declineTitle: string
  readonly declineDetail: string
  readonly declineReason: string
  readonly declineConfirm: string
  readonly back: string

  readonly approvedTitle: string
  /** `{brand}` may use it until `{date}`. */
  readonly approvedDetail: string
  readonly daysLeft: PluralForms
  readonly declinedTitle: string
  readonly declinedDetail: string
  readonly approveAfterAll: string
  readonly expiredTitle: string
  readonly expiredDetail: string
  readonly withdrawnTitle: string
  readonly withdrawnDetail: string
  readonly invalidTitle: string
  readonly invalidDetail: string
  readonly cancelledTitle: string
  readonly cancelledDetail: string
  readonly replaceCode: string
  /** Beside the field that takes the same code again. */
  readonly extendNote: string
  readonly giveNewCode: string
  readonly receipt: string

  readonly withdraw: string
  readonly withdrawTitle: string
  readonly withdrawDetail: string
  readonly withdrawConfirm: string

  readonly helpTitle: string
  readonly helpIphone: string
  readonly helpAndroid: string
  /** `{days}` to choose in TikTok. */
  readonly stepsIphone: readonly string[]
  readonly stepsAndroid: readonly string[]
  readonly helpMissing: string

  readonly retry: string
  readonly problems: { readonly [problem in ApprovalProblem]: string }
}
