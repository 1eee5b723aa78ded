import type { Context } from 'hono'
import type { Ctx } from '../../../context.ts'
import type { AppEnv } from '../../../http/env.ts'
import { Problem } from '../../../problem.ts'
import type { LinkRow } from '../../spark-requests/index.ts'
import { sortCodes } from '../sort.ts'
import type { Draft, Sorted } from './page-view.ts'

/** A form of the page, as a browser without scripts posts it. */
export interface PostedForm {
  answer: string
  requestId: string
  code: string
  days: number | null
  reason: string
  /** Several codes at once: what was pasted, and later the chosen posts with a code each. */
  text: string
  requestIds: string[]
  codes: ReadonlyMap<string, string>
}

const MAX_AT_ONCE = 100

export async function readForm(c: Context<AppEnv>): Promise<PostedForm> {
  const form = await c.req.parseBody({ all: true })
  const texts = (name: string): string[] => [form[name] ?? []].flat().flatMap(value => (typeof value === 'string' ? value : []))
  const text = (name: string): string => texts(name)[0] ?? ''
  const days = Number(text('days'))
  const requestIds = [...new Set(texts('requestId'))].slice(0, MAX_AT_ONCE)
  return {
    answer: text('answer'),
    requestId: text('requestId'),
    code: text('code'),
    days: Number.isInteger(days) && days >= 1 && days <= 365 ? days : null,
    reason: text('reason').slice(0, 1000),
    text: text('text'),
    requestIds,
    codes: new Map(requestIds.map(id => [id, text(`code-${id}`)])),
  }
}

/** What the page shows beside the approval itself. */
export interface Shown {
  drafts: readonly Draft[]
  sorted: Sorted | null
}

/** The fields filled in with what stood in the paste, to be confirmed. */
export async function showSorted(ctx: Ctx, link: LinkRow, text: string): Promise<Shown> {
  try {
    const { suggestions, unplaced } = await sortCodes(ctx, { link, input: { text } })
    const drafts = suggestions.map(({ requestId, code, verdict }) => ({
      requestId,
      typed: code,
      days: null,
      problem: verdict.problem?.code ?? null,
      verdict: verdict.ok ? verdict : null,
    }))
    return { drafts, sorted: { suggestions, unplaced: unplaced.length, problem: null, text: '' } }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { drafts: [], sorted: { suggestions: [], unplaced: 0, problem: error.code, text: text.slice(0, 20_000) } }
  }
}
