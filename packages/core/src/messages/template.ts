import { isPublicChannel, MAX_SUBJECT, MESSAGE_LIMITS, type MessageChannel, messageLength } from './channels.ts'

/** What a message may mention, as `{{name}}`. */
export const MESSAGE_VARIABLES = ['handle', 'brand', 'link', 'shortUrl', 'shortCode', 'count', 'days', 'respondBy'] as const
export type MessageVariable = (typeof MESSAGE_VARIABLES)[number]

/**
 * `handle` comes without its @; `count` is the number of posts asked for, `days` the asked window, `respondBy` a date in words;
 * `shortUrl` is the page that opens with the `shortCode` and the creator's handle.
 */
export type MessageValues = { readonly [name in MessageVariable]?: string | number }

export interface RenderedMessage {
  readonly text: string
  /** Names in braces that no value was given for; they stay in the text as they are. */
  readonly unknown: readonly string[]
}

const PLACEHOLDER = /\{\{\s{0,8}([A-Za-z][A-Za-z0-9_.]{0,40})\s{0,8}\}\}/g

/** Fills in a template, once: braces inside a value stay text. */
export function renderMessage(template: string, values: MessageValues): RenderedMessage {
  const known = new Map<string, string | number | undefined>(Object.entries(values))
  const unknown = new Set<string>()
  const text = template.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = known.get(name)
    if (value !== undefined) return String(value)
    unknown.add(name)
    return placeholder
  })
  return { text, unknown: [...unknown] }
}

/** Whether the text carries this very URL, not one that only begins with it. */
export function messageHasLink(text: string, url: string): boolean {
  if (url === '') return false
  for (let at = text.indexOf(url); at !== -1; at = text.indexOf(url, at + 1)) {
    if (!/^[A-Za-z0-9_-]/.test(text.slice(at + url.length, at + url.length + 1))) return true
  }
  return false
}

/** What a template is made of, or a message: only an e-mail has a subject. */
export interface MessageText {
  readonly subject: string | null
  readonly text: string
}

/** What is wrong with a message, if anything. */
export type MessageProblem = 'message_without_link' | 'message_shows_link' | 'message_too_long'

export function messageProblem(
  channel: MessageChannel,
  { subject, text }: MessageText,
  { link, shortUrl }: { link: string; shortUrl: string },
): MessageProblem | null {
  const isPublic = isPublicChannel(channel)
  if (isPublic && text.includes(link)) return 'message_shows_link'
  if (!messageHasLink(text, isPublic ? shortUrl : link)) return 'message_without_link'
  const isLong = messageLength(channel, text) > MESSAGE_LIMITS[channel].max || (subject ?? '').length > MAX_SUBJECT
  return isLong ? 'message_too_long' : null
}
