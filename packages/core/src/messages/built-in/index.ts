import { type ApprovalLocale, approvalLocale } from '../../approval-messages/locales.ts'
import type { MessageChannel, MessageKind } from '../channels.ts'
import type { MessageText } from '../template.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import type { BuiltInMessages } from './types.ts'

const CATALOGUE: { readonly [locale in ApprovalLocale]: BuiltInMessages } = { en, es, de, fr, pt, ja }

/** The template for a workspace without one of its own, in the language of this tag or in English. */
export function builtInMessage({ channel, locale, kind }: { channel: MessageChannel; locale: string; kind: MessageKind }): MessageText {
  const messages = CATALOGUE[approvalLocale([locale])]
  const { dm, subject, email, sms, comment } = messages[kind]
  if (channel === 'email') return { subject, text: email }
  const texts = { tiktok_dm: `${dm}\n\n${messages.typed}`, instagram_dm: dm, sms, comment }
  return { subject: null, text: texts[channel] }
}
