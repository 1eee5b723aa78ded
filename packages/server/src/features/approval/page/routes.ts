import { type ApprovalLocale, approvalLocale, isId, parseSparkCode } from '@sparkkit/core'
import type { Context } from 'hono'
import { reading, transact } from '../../../context.ts'
import type { App } from '../../../http/app.ts'
import type { AppEnv } from '../../../http/env.ts'
import { harden, isPersonalVisit, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import { markOpened, reject, withdraw } from '../answer.ts'
import { ApproveInput } from '../contract.ts'
import type { Visit } from '../enter.ts'
import { approveVerified } from '../verified.ts'
import { viewApproval } from '../view.ts'
import { type Draft, pageView } from './page-view.ts'
import { type PostedForm, readForm, type Shown, showSorted } from './posted.ts'
import { renderApproval, renderDeadEnd } from './render.ts'

export interface ApprovalPageOptions {
  visit(c: Context<AppEnv>, token: string): Promise<Visit>
}

function localeOf(c: Context<AppEnv>, fallback: string): ApprovalLocale {
  const chosen = c.req.query('lang')
  const accepted = (c.req.header('accept-language') ?? '').split(',').map(part => part.split(';')[0] ?? '')
  return approvalLocale(chosen ? [chosen] : [...accepted.filter(tag => tag.trim() !== ''), fallback])
}

async function answerForm(here: Visit, posted: PostedForm): Promise<void> {
  const { scope, link } = here
  const { requestId, code, days, reason } = posted
  if (!isId('sparkRequest', requestId)) throw new Problem('not_found')
  if (posted.answer === 'reject') await transact(scope, ctx => reject(ctx, { link, input: { requestId, reason } }))
  else if (posted.answer === 'withdraw') await transact(scope, ctx => withdraw(ctx, { link, input: { requestId } }))
  else {
    const input = ApproveInput.safeParse({ requestId, code, ...(days !== null && { days }) })
    if (!input.success) throw new Problem(code === '' ? 'spark_code_empty' : 'spark_code_too_long')
    await approveVerified(here, input.data)
  }
}

/** The creator's page: plain HTML with forms, which the widget takes over where scripts run. */
export function approvalPage(app: App, { visit }: ApprovalPageOptions): void {
  const deadEnd = (c: Context<AppEnv>, error: unknown): Response | Promise<Response> => {
    if (!(error instanceof Problem)) throw error
    harden(c, newNonce())
    return c.html(renderDeadEnd(localeOf(c, 'en'), error.code), error.status === 429 ? 429 : 404)
  }

  const show = async (c: Context<AppEnv>, { scope, link }: Visit, { drafts, sorted }: Shown) => {
    const nonce = newNonce()
    harden(c, nonce)
    const approval = await viewApproval(reading(scope), link)
    const view = pageView({ approval, token: c.req.param('token') ?? '', locale: localeOf(c, approval.locale), drafts, sorted })
    const isProblem = sorted ? sorted.problem !== null : drafts.length > 0
    return c.html(renderApproval(view, nonce), isProblem ? 422 : 200)
  }

  const done = (c: Context<AppEnv>, { scope }: Visit, anchor: string) => {
    harden(c, newNonce())
    return c.redirect(`/a/${c.req.param('token')}?lang=${localeOf(c, scope.workspace.locale)}#${anchor}`, 303)
  }

  /** Sends what was chosen, each answer by itself: one that fails does not hold back the others. */
  const answerAll = async (here: Visit, posted: PostedForm): Promise<Draft[]> => {
    const failed: Draft[] = []
    for (const requestId of posted.requestIds) {
      const one = { ...posted, requestId, code: posted.codes.get(requestId) ?? '' }
      const draft = await attempt(() => answerForm(here, one), one)
      if (draft) failed.push(draft)
    }
    return failed
  }

  app.get('/a/:token', async c => {
    try {
      const here = await visit(c, c.req.param('token'))
      if (isPersonalVisit(c)) await transact(here.scope, ctx => markOpened(ctx, here.link))
      return await show(c, here, { drafts: [], sorted: null })
    } catch (error) {
      return deadEnd(c, error)
    }
  })

  app.post('/a/:token', async c => {
    let here: Visit
    try {
      here = await visit(c, c.req.param('token'))
    } catch (error) {
      return deadEnd(c, error)
    }
    const { scope, link } = here
    const posted = await readForm(c)
    await transact(scope, ctx => markOpened(ctx, link))
    if (posted.answer === 'sort') return show(c, here, await showSorted(reading(scope), link, posted.text))
    if (posted.answer === 'approve_all') {
      const drafts = await answerAll(here, posted)
      return drafts.length > 0 ? show(c, here, { drafts, sorted: null }) : done(c, here, posted.requestIds[0] ?? 'several')
    }
    const draft = await attempt(() => answerForm(here, posted), posted)
    return draft ? show(c, here, { drafts: [draft], sorted: null }) : done(c, here, posted.requestId)
  })
}

/** What was pasted in place of a code is said in so many words. */
function problemOf({ code }: Problem, pasted: string): string {
  const parsed = parseSparkCode(pasted)
  return !parsed.ok && parsed.error === code && parsed.instead !== null ? `pasted_${parsed.instead}` : code
}

/** What to show beside the field when the answer was refused. */
async function attempt(run: () => Promise<void>, posted: PostedForm): Promise<Draft | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return {
      requestId: posted.requestId,
      typed: posted.code.slice(0, 8192),
      days: posted.days,
      problem: problemOf(error, posted.code),
      verdict: null,
    }
  }
}
