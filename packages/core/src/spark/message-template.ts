/** What a message may mention, as `{{name}}`. */
export const MESSAGE_VARIABLES = ['handle', 'brand', 'link', 'count', 'days'] as const
export type MessageVariable = (typeof MESSAGE_VARIABLES)[number]

/** `handle` comes without its @; `count` is the number of posts asked for, `days` the asked window. */
export type MessageValues = { readonly [name in MessageVariable]?: string | number }

export interface RenderedMessage {
  readonly text: string
  /** Names in braces that no value was given for; they stay in the text as they are. */
  readonly unknown: readonly string[]
}

/** The message of a workspace that has not written its own. */
export const DEFAULT_MESSAGE_TEMPLATE = `Hi @{{handle}}! It's {{brand}}. We love what you posted about us and would like to show it to more people as a Spark Ad, from your own account.

You can look at the details and say yes or no here, no sign-up needed:
{{link}}

(If the link does not open from this chat, copy it into your browser.) Posts: {{count}}. Authorization: {{days}} days. Thank you!`

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
