import type { PluralForms } from '@sparkkit/core'

/** Every sentence of the request dialog. `{name}` is filled in. */
export interface DialogStrings {
  readonly title: string
  readonly days: string
  readonly day: PluralForms
  readonly fee: string
  readonly feeHint: string
  readonly willBeAsked: PluralForms
  readonly cannotBeAsked: string
  readonly nobody: string
  readonly request: PluralForms
  readonly requesting: string
  readonly cancel: string
  readonly refused: string
  readonly messageTitle: string
  readonly messageOf: string
  readonly message: string
  readonly messageHint: string
  readonly linkMissing: string
  readonly saveDefault: string
  readonly saveDefaultHint: string
  readonly template: string
  readonly templateLinkMissing: string
  readonly save: string
  readonly saved: string
  readonly copy: string
  readonly copied: string
  readonly copiedUnmarked: string
  readonly copyByHand: string
  readonly next: string
  readonly done: string
  readonly whyTitle: string
}

export const ENGLISH_DIALOG: DialogStrings = {
  title: 'Request Spark Codes',
  days: 'How long the codes should last',
  day: { one: '{count} day', other: '{count} days' },
  fee: 'What the creator gets (optional)',
  feeHint: 'Shown on their page as it is.',
  willBeAsked: { one: '{count} post will be asked for', other: '{count} posts will be asked for' },
  cannotBeAsked: 'Cannot be asked for now',
  nobody: 'None of these posts can be asked for now.',
  request: { one: 'Request code', other: 'Request {count} codes' },
  requesting: 'Requesting…',
  cancel: 'Cancel',
  refused: 'Not requested',
  messageTitle: 'Message to {creator}',
  messageOf: '{index} of {total}',
  message: 'Message',
  messageHint: 'Copy it and send it to {creator} yourself. Copying marks the request as sent.',
  linkMissing: 'The approval link must be in the message: {url}',
  saveDefault: 'Save as default',
  saveDefaultHint: 'Every later message starts from this. Names in braces are filled in for each creator.',
  template: 'Default message',
  templateLinkMissing: 'The default message needs {placeholder} in it.',
  save: 'Save default',
  saved: 'Saved as default.',
  copy: 'Copy message',
  copied: 'Copied, and marked as sent.',
  copiedUnmarked: 'Copied, but it could not be marked as sent.',
  copyByHand: 'Your browser does not let pages copy. The message is selected: copy it by hand.',
  next: 'Next creator',
  done: 'Done',
  whyTitle: 'Why this post cannot become a Spark Ad',
}
