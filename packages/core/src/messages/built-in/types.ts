interface Texts {
  /** On TikTok `typed` follows it. */
  readonly dm: string
  /** Of the e-mail. */
  readonly subject: string
  readonly email: string
  readonly sms: string
  readonly comment: string
}

/** What is said where a workspace has not written a text of its own. Always polite: a no is as welcome as a yes. */
export interface BuiltInMessages {
  readonly request: Texts
  readonly reminder: Texts
  /** Links in TikTok's messages cannot be tapped: what to do about it. */
  readonly typed: string
}
