import { isId, parseSparkCode } from '@sparkkit/core'
import type { Context } from 'hono'
import { reading, transact } from '../../../context.ts'
import type { App } from '../../../http/app.ts'
import type { AppEnv } from '../../../http/env.ts'
import { harden, isPersonalVisit, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import { markOpened, reject, withdraw } from '../answer.ts'
import { ApproveInput } from '../contract.ts'
import type { Visit } from '../enter.ts'
import { assertAnswer, onlyAnswers } from '../only-answers.ts'
import { approveVerified } from '../verified.ts'
import { viewApproval } from '../view.ts'
import { type ApprovalPageOptions, deadEnd, localeOf } from './frame.ts'
import { type Draft, pageView } from './page-view.ts'
import { type PostedForm, readForm, type Shown, showSorted } from './posted.ts'
import { renderApproval } from './render.ts'

async function answerForm(here: Visit, posted: PostedForm): Promise<void> {
  const { scope, link } = here
  const { requestId, code, days, reason } = posted
  if (!isId('sparkRequest', requestId)) throw new Problem('not_found')
  if (here.answersSince !== undefined) await assertAnswer(here, { requestId, answer: posted.answer, since: here.answersSince })
  if (posted.answer === 'reject') await transact(scope, ctx => reject(ctx, { link, input: { requestId, reason } }))
  else if (posted.answer === 'withdraw') await transact(scope, ctx => withdraw(ctx, { link, input: { requestId } }))
  else {
    const input = ApproveInput.safeParse({ requestId, code, ...(days !== null && { days }) })
    if (!input.success) throw new Problem(code === '' ? 'spark_code_empty' : 'spark_code_too_long')
    await approveVerified(here, input.data)
  }
}

/** A way to the creator's page: behind a link, or behind a short code. */
interface Door extends ApprovalPageOptions {
  /** Where its forms lead, without what opens it. */
  readonly path: '/a' | '/c/s'
  /** Answers who may not come in. */
  refuse(c: Context<AppEnv>, error: unknown): Response | Promise<Response>
}

/** The creator's page: plain HTML with forms, which the widget takes over where scripts run. */
export const approvalPage = (app: App, { visit }: ApprovalPageOptions): void => page(app, { visit, path: '/a', refuse: deadEnd })

/** The same for who came with a short code: they may answer, and no more. */
export const answerPage = (app: App, options: ApprovalPageOptions & Pick<Door, 'refuse'>): void => page(app, { ...options, path: '/c/s' })

function page(app: App, { visit, path, refuse }: Door): void {
  const baseOf = (c: Context<AppEnv>): string => `${path}/${c.req.param('token')}`

  const show = async (c: Context<AppEnv>, { scope, link, answersSince }: Visit, { drafts, sorted }: Shown) => {
    const nonce = newNonce()
    harden(c, nonce)
    const whole = await viewApproval(reading(scope), link)
    const approval = answersSince === undefined ? whole : onlyAnswers(whole, answersSince)
    const base = baseOf(c)
    const token = c.req.param('token') ?? ''
    const locale = localeOf(c, approval.locale)
    const view = pageView({ approval, token, base, isAnswerOnly: answersSince !== undefined, locale, drafts, sorted })
    const isProblem = sorted ? sorted.problem !== null : drafts.length > 0
    return c.html(renderApproval(view, nonce), isProblem ? 422 : 200)
  }

  const done = (c: Context<AppEnv>, { scope }: Visit, anchor: string) => {
    harden(c, newNonce())
    return c.redirect(`${baseOf(c)}?lang=${localeOf(c, scope.workspace.locale)}#${anchor}`, 303)
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

  app.get(`${path}/:token`, async c => {
    try {
      const here = await visit(c, c.req.param('token') ?? '')
      if (isPersonalVisit(c)) await transact(here.scope, ctx => markOpened(ctx, here.link))
      return await show(c, here, { drafts: [], sorted: null })
    } catch (error) {
      return refuse(c, error)
    }
  })

  app.post(`${path}/:token`, async c => {
    let here: Visit
    try {
      here = await visit(c, c.req.param('token') ?? '')
    } catch (error) {
      return refuse(c, error)
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
