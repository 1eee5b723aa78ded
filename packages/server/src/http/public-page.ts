import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { isbot } from 'isbot'
import type { AppEnv } from './env.ts'

/** Markup of hono's `html`, or nothing. */
export type Markup = ReturnType<typeof html> | string

/** For the styles of one answer. */
export const newNonce = (): string => randomBytes(12).toString('base64')

/** Sent with every answer of a page behind a link: nothing from elsewhere, nothing kept, nothing told on. */
export function harden(c: Context<AppEnv>, nonce: string): void {
  const image = new URL(c.get('services').publicUrl).origin
  c.header(
    'content-security-policy',
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' ${image} https: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  )
  c.header('cache-control', 'no-store')
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex, nofollow')
  c.header('cross-origin-opener-policy', 'same-origin')
}

/** A person's look at the page, as far as a request can tell: no prefetch, no preview of a messenger. */
export function isPersonalVisit(c: Context<AppEnv>): boolean {
  const purpose = `${c.req.header('purpose') ?? ''} ${c.req.header('sec-purpose') ?? ''} ${c.req.header('x-purpose') ?? ''}`
  const destination = c.req.header('sec-fetch-dest') ?? 'document'
  const agent = c.req.header('user-agent')
  return destination === 'document' && !/prefetch|preview/i.test(purpose) && agent !== undefined && !isbot(agent)
}

/** Black or white, whichever reads better on the accent (relative luminance, WCAG 2.2). */
function onAccent(accent: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
    const value = Number.parseInt(accent.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#111' : '#fff'
}

/** Gives an element the brand's accent, with text that reads well on it. */
export const accentStyle = (selector: string, accent: string | null, nonce: string): Markup =>
  accent !== null && /^#[0-9a-f]{6}$/i.test(accent)
    ? html`<style nonce="${nonce}">${selector}{--sparkkit-accent:${accent};--sparkkit-accent-ink:var(--_ink);--sparkkit-on-accent:${onAccent(accent)}}</style>`
    : ''

export interface PublicDocument {
  readonly title: string
  readonly locale: string
  /** Styles and scripts. */
  readonly head: Markup
}

/** A page behind a link: for phones, in both lights, kept out of search engines and out of the addresses of others. */
export const publicDocument = ({ title, locale, head }: PublicDocument, body: Markup): Markup => html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,">
<title>${title}</title>
${head}
</head>
<body>${body}</body>
</html>`
