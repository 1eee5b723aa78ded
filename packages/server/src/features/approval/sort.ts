import { maskSparkCode, type SplitCode, splitSparkCodes } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { findTargets } from '../content/index.ts'
import { findRequestsOfLink, type LinkRow, type RequestRow } from '../spark-requests/index.ts'
import { checkCode } from './answer.ts'
import type { SortedCodes } from './contract.ts'
import { newestPerPost } from './view.ts'

interface Placed {
  request: RequestRow
  split: SplitCode
  placedBy: 'post' | 'order'
}

/** The post that stands beside each code; undefined for a code that stands alone or beside something unreadable. */
async function contentIdsOf(ctx: Ctx, splits: readonly SplitCode[]): Promise<(string | undefined)[]> {
  const named = splits.flatMap(split => split.beside ?? [])
  const targets = await findTargets(ctx, named)
  const ids = new Map(
    named.map((name, index): [string, string | undefined] => {
      const target = targets[index]
      if (target?.ok) return [name, target.content.id]
      return [name, target?.code === 'content_not_found' ? '' : undefined]
    }),
  )
  return splits.map(split => (split.beside === null ? undefined : ids.get(split.beside)))
}

/** Codes go to the post named beside them; those without a name to what is left, in page order. A code of a post that is not asked for goes nowhere. */
async function place(ctx: Ctx, splits: readonly SplitCode[], open: readonly RequestRow[]): Promise<Placed[]> {
  const contentIds = await contentIdsOf(ctx, splits)
  const placed = new Map<string, Placed>()
  for (const [index, split] of splits.entries()) {
    const request = open.find(request => request.contentId === contentIds[index])
    if (request && !placed.has(request.id)) placed.set(request.id, { request, split, placedBy: 'post' })
  }
  const nameless = splits.filter((_, index) => contentIds[index] === undefined)
  const left = open.filter(request => !placed.has(request.id))
  for (const [index, request] of left.entries()) {
    const split = nameless[index]
    if (split) placed.set(request.id, { request, split, placedBy: 'order' })
  }
  return open.flatMap(request => placed.get(request.id) ?? [])
}

/** Puts several pasted codes to the posts of the page, as a suggestion with a verdict each. Changes nothing. */
export async function sortCodes(ctx: Ctx, { link, input }: { link: LinkRow; input: { text: string } }): Promise<SortedCodes> {
  const splits = splitSparkCodes(input.text)
  if (splits.length === 0) throw new Problem(input.text.trim() === '' ? 'spark_code_empty' : 'spark_code_not_found_in_text')
  const requests = newestPerPost(await findRequestsOfLink(ctx, link.id))
  const open = requests.filter(request => request.status === 'pending' || request.status === 'lapsed')
  const placed = await place(ctx, splits, open)
  const suggestions = await Promise.all(
    placed.map(async ({ request, split, placedBy }) => {
      const verdict = await checkCode(ctx, { link, input: { requestId: request.id, code: split.code } })
      return { requestId: request.id, code: split.code, placedBy, verdict }
    }),
  )
  const used = new Set(placed.map(({ split }) => split.code))
  return {
    suggestions,
    unplaced: splits.filter(split => !used.has(split.code)).map(split => ({ masked: maskSparkCode(split.code), beside: split.beside })),
  }
}
