import type { Context } from 'hono'
import { reading } from '../../../context.ts'
import type { App } from '../../../http/app.ts'
import type { AppEnv } from '../../../http/env.ts'
import { harden, isPersonalVisit, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import type { Visit } from '../enter.ts'
import { CSV_HEADERS, exportSharedCodes } from '../export.ts'
import { MarkSharedCodeUsedInput, RevealSharedCodesInput } from '../public-contract.ts'
import { revealSharedCodes } from '../reveal.ts'
import { markSharedCodeUsed } from '../use.ts'
import { viewHandoff } from '../view.ts'
import { use, type Visits } from '../visits.ts'
import { handoffProblem, HANDOFF_MESSAGES as messages } from './messages.ts'
import { fill, type Notice, plural } from './page-view.ts'
import { renderDeadEnd, renderHandoff } from './render.ts'

/** What the page shows beside the codes. */
interface Outcome {
  readonly revealed?: ReadonlyMap<string, string>
  readonly notice?: Notice
  readonly status?: 200 | 400 | 403 | 404 | 422
}

interface PostedForm {
  readonly answer: string
  readonly codeIds: readonly string[]
  readonly adId: string
}

async function readForm(c: Context<AppEnv>): Promise<PostedForm> {
  const form = await c.req.parseBody({ all: true })
  const texts = (name: string): string[] => [form[name] ?? []].flat().flatMap(value => (typeof value === 'string' ? value : []))
  return { answer: texts('answer')[0] ?? '', codeIds: [...new Set(texts('codeId'))], adId: (texts('adId')[0] ?? '').trim() }
}

async function reveal(here: Visit, { codeIds }: PostedForm): Promise<Outcome> {
  const input = RevealSharedCodesInput.safeParse({ id: codeIds })
  if (!input.success) throw new Problem('not_found')
  const { results } = await use(here, revealSharedCodes, input.data)
  const revealed = new Map(results.flatMap(({ id, code }) => (code === undefined ? [] : [[id, code] as const])))
  const gone = results.length - revealed.size
  return { revealed, ...(gone > 0 && { notice: { tone: 'bad', text: plural(messages.someGone, gone) } }) }
}

async function markUsed(here: Visit, { codeIds: [id], adId }: PostedForm): Promise<Outcome> {
  const input = MarkSharedCodeUsedInput.safeParse({ id, ...(adId !== '' && { adId }) })
  if (!input.success) throw new Problem('invalid_request')
  const { usedAdId } = await use(here, markSharedCodeUsed, input.data)
  if (usedAdId === (adId === '' ? null : adId)) return { notice: { tone: 'good', text: messages.markedNow } }
  const before = usedAdId === null ? messages.markedBeforeNoAd : fill(messages.markedBefore, { ad: usedAdId })
  return { notice: { tone: 'bad', text: before } }
}

const STATUSES = [400, 403, 404, 422] as const

async function attempt(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Problem) || isDeadEnd(error)) throw error
    return { notice: { tone: 'bad', text: handoffProblem(error.code) }, status: STATUSES.find(each => each === error.status) ?? 400 }
  }
}

const isDeadEnd = ({ code }: Problem): boolean => /^(handoff_(not_found|expired|revoked)|rate_limited)$/.test(code)

/** The ad team's page: plain HTML with forms, which a small script takes over where scripts run. */
export function handoffPage(app: App, visits: Visits): void {
  const deadEnd = (c: Context<AppEnv>, error: unknown): Response | Promise<Response> => {
    if (!(error instanceof Problem)) throw error
    harden(c, newNonce())
    return c.html(renderDeadEnd(error.code), error.status === 429 ? 429 : 404)
  }

  const show = async (c: Context<AppEnv>, { scope, handoff }: Visit, outcome: Outcome): Promise<Response> => {
    const nonce = newNonce()
    harden(c, nonce)
    const cursor = c.req.query('cursor')
    const view = (from: string | undefined) => viewHandoff(reading(scope), { handoff, query: { cursor: from, limit: handoff.chunkSize } })
    // A page that is no more, as its filter changed: the first one stands in.
    const shared = await view(cursor).catch(error => {
      if (error instanceof Problem && error.code === 'invalid_cursor') return null
      throw error
    })
    const page = { token: c.req.param('token') ?? '', shared: shared ?? (await view(undefined)), cursor: shared ? (cursor ?? null) : null }
    const html = renderHandoff({ ...page, revealed: outcome.revealed ?? new Map(), notice: outcome.notice ?? null }, nonce)
    return c.html(html, outcome.status ?? 200)
  }

  app.get('/h/:token', async c => {
    try {
      const here = await visits.enter(c, c.req.param('token'))
      if (isPersonalVisit(c)) await visits.open(here)
      return await show(c, here, {})
    } catch (error) {
      return deadEnd(c, error)
    }
  })

  app.post('/h/:token', async c => {
    try {
      const here = await visits.enter(c, c.req.param('token'))
      const posted = await readForm(c)
      if (posted.answer === 'csv' && here.handoff.scopes.includes('reveal')) {
        harden(c, newNonce())
        return c.body(await use(here, exportSharedCodes, undefined), 200, CSV_HEADERS)
      }
      const outcome = await attempt(() => (posted.answer === 'used' ? markUsed(here, posted) : reveal(here, posted)))
      return await show(c, here, outcome)
    } catch (error) {
      return deadEnd(c, error)
    }
  })
}
