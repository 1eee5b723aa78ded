import type { ShortCodeMessages } from './types.ts'

export const en: ShortCodeMessages = {
  title: 'Answer with your short code',
  lead: 'You got a short code in a message from a brand. Type it here with your handle, and you can say yes or no. No sign-up needed.',
  code: 'Short code',
  handle: 'Your TikTok or Instagram handle',
  submit: 'Continue',
  unknown: 'This code and handle do not go together, or the code is no longer in use. Check both, or open the link from the message.',
  locked: 'Too many tries. Open the link from the message, or try again in an hour.',
  answerOnly:
    'You opened this page with a short code, so you can answer here. For everything else, and for later, open the link from the message.',
  answered: 'Your answer is in. To see it again or to change it, open the link from the message.',
}
