import { shortCodeMessages } from '@sparkkit/core'
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../../http/app.ts'
import type { AppEnv } from '../../../http/env.ts'
import type { LinkLimits } from '../../../http/link-limits.ts'
import { harden, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import { enterSession, openSession } from '../answer-session.ts'
import { createCodeLimits } from '../code-limits.ts'
import { localeOf } from './frame.ts'
import type { Markup } from './page-view.ts'
import { languages, renderPlain } from './render.ts'
import { answerPage } from './routes.ts'

interface Entry {
  readonly code: string
  readonly handle: string
  readonly problem: 'unknown' | 'locked' | null
}

const EMPTY: Entry = { code: '', handle: '', problem: null }

/** Where a short code is typed, with the handle it belongs to. */
function entryPage(c: Context<AppEnv>, { code, handle, problem }: Entry): Markup {
  const locale = localeOf(c, 'en')
  const messages = shortCodeMessages(locale)
  const invalid = problem === 'unknown' ? html`aria-invalid="true" aria-describedby="hint"` : ''
  return renderPlain(
    locale,
    messages.title,
    html`<main class="page">
<h1>${messages.title}</h1>
<p class="lead">${messages.lead}</p>
<form class="answer" method="post" action="/c?lang=${locale}">
<label class="label" for="code">${messages.code}</label>
<div class="entry"><input id="code" class="code" name="code" type="text" required maxlength="20" placeholder="ABCD-EFGH" autocapitalize="characters" autocorrect="off" autocomplete="off" spellcheck="false" enterkeyhint="next" value="${code}" ${invalid}></div>
<label class="label" for="handle">${messages.handle}</label>
<div class="entry"><input id="handle" class="code" name="handle" type="text" required maxlength="64" placeholder="@" autocapitalize="none" autocorrect="off" autocomplete="username" spellcheck="false" enterkeyhint="go" value="${handle}" ${invalid}></div>
${problem === null ? '' : html`<p class="hint bad" id="hint" role="alert">${messages[problem]}</p>`}
<button class="button primary">${messages.submit}</button>
</form>
<footer class="meta">${languages(code === '' ? '/c' : `/c/${encodeURIComponent(code)}`, locale)}</footer>
</main>`,
  )
}

async function readEntry(c: Context<AppEnv>): Promise<{ code: string; handle: string }> {
  const form = await c.req.parseBody()
  const text = (name: string): string => (typeof form[name] === 'string' ? form[name].slice(0, 200) : '')
  return { code: text('code'), handle: text('handle') }
}

/** The way in for who cannot tap a link: public, without a cookie, and good for answering only. */
export function shortCodePage(app: App, { limits }: { limits: LinkLimits }): void {
  const codes = createCodeLimits()
  const show = (c: Context<AppEnv>, entry: Entry) => {
    harden(c, newNonce())
    return c.html(entryPage(c, entry), entry.problem === null ? 200 : entry.problem === 'locked' ? 429 : 422)
  }

  app.get('/c', c => show(c, EMPTY))
  app.get('/c/:code', c => show(c, { ...EMPTY, code: c.req.param('code').slice(0, 20) }))
  app.post('/c', async c => {
    const entry = await readEntry(c)
    const services = c.get('services')
    const requestId = c.get('requestId')
    try {
      const session = await codes.attempt(c, entry.code, () => openSession(services, { ...entry, requestId }))
      harden(c, newNonce())
      return c.redirect(`/c/s/${session}?lang=${localeOf(c, 'en')}`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return show(c, { ...entry, problem: error.code === 'rate_limited' ? 'locked' : 'unknown' })
    }
  })

  answerPage(app, {
    visit: (c, sealed) => limits.enter(c, sealed, () => enterSession(c.get('services'), { sealed, requestId: c.get('requestId') })),
    // A session that is over: the same way in once more.
    refuse: (c, error) => {
      if (!(error instanceof Problem)) throw error
      return show(c, { ...EMPTY, problem: error.code === 'rate_limited' ? 'locked' : 'unknown' })
    },
  })
}
