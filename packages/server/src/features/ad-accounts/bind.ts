import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import { BindingSet, loadSparkUnits, toBinding } from '../spark-requests/index.ts'
import type { Binding, BindManyInput, BindManyResult, ListBindingsQuery } from './binding-contract.ts'
import { findBinding, findBindingPage, findCodes } from './binding-store.ts'
import { type AdAccountRow, findAdAccounts, findConnection } from './store.ts'

export interface BindAt {
  /** Of the code. */
  readonly id: string
  /** Ours, or TikTok's of the advertiser. */
  readonly adAccountId: string
}

export async function getBinding(ctx: Ctx, id: string): Promise<Binding> {
  const row = await findBinding(ctx, id)
  if (!row) throw new Problem('not_found')
  return toBinding(row)
}

export async function listBindings(ctx: Ctx, query: ListBindingsQuery): Promise<{ data: Binding[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'bindings', query: binding }
  const rows = await findBindingPage(ctx, query, cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0]))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toBinding), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

export async function loadAccount(ctx: Ctx, ref: string): Promise<AdAccountRow> {
  const [account] = await findAdAccounts(ctx, [ref])
  if (!account) throw new Problem('ad_account_not_found')
  return account
}

export async function assertUsable(ctx: Ctx, account: AdAccountRow): Promise<void> {
  const connection = account.connectionId === null ? undefined : await findConnection(ctx, account.connectionId)
  if (account.status === 'vanished') throw new Problem('ad_account_unusable', 'The ad account vanished from its connection.')
  if (!connection) throw new Problem('ad_account_unusable', 'The connection of the ad account was deleted.')
  if (connection.status === 'broken')
    throw new Problem('ad_account_unusable', 'The connection of the ad account is broken: it needs a new token.')
}

interface Wanted {
  readonly contentId: string
  readonly codeId: string
  readonly account: AdAccountRow
}

type Judged = { readonly ok: true; readonly binding: Binding } | { readonly ok: false; readonly problem: Problem }

/** Wants codes on ad accounts. The posts are locked, so that a code that ends meanwhile is seen by one of the two. */
async function wantAll(ctx: Ctx, wanted: readonly Wanted[]): Promise<Judged[]> {
  const contentIds = [...new Set(wanted.map(each => each.contentId))]
  const units = await loadSparkUnits(ctx, contentIds)
  const set = await BindingSet.load(ctx, contentIds)
  const judged = wanted.map(({ contentId, codeId, account }): Judged => {
    const code = units.get(contentId)?.state.codes.find(code => code.id === codeId)
    const isLive = code?.status === 'live' && code.endsAt > ctx.now
    if (!isLive) return { ok: false, problem: new Problem('spark_code_not_live') }
    return { ok: true, binding: toBinding(set.want(ctx, { codeId, contentId, account, origin: 'asked' })) }
  })
  await set.save(ctx)
  return judged
}

export async function bindSparkCode(ctx: Ctx, { id, adAccountId }: BindAt): Promise<Binding> {
  const [code] = await findCodes(ctx, [id])
  if (!code) throw new Problem('not_found')
  const account = await loadAccount(ctx, adAccountId)
  await assertUsable(ctx, account)
  const [judged] = await wantAll(ctx, [{ contentId: code.contentId, codeId: id, account }])
  if (!judged?.ok) throw judged?.problem ?? new Problem('not_found')
  return judged.binding
}

const findByRef = (accounts: readonly AdAccountRow[], ref: string): AdAccountRow | undefined =>
  accounts.find(account => account.id === ref || account.advertiserId === ref)

async function problemWith(ctx: Ctx, account: AdAccountRow): Promise<Problem | null> {
  try {
    await assertUsable(ctx, account)
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** Wants many codes, a verdict per row. */
export async function bindMany(ctx: Ctx, { items }: BindManyInput): Promise<BindManyResult> {
  const codes = new Map(
    (
      await findCodes(
        ctx,
        items.map(item => item.sparkCodeId),
      )
    ).map(row => [row.id, row]),
  )
  const accounts = await findAdAccounts(
    ctx,
    items.map(item => item.adAccountId),
  )
  const unusable = new Map<string, Problem | null>()
  for (const account of accounts) unusable.set(account.id, await problemWith(ctx, account))
  const read = items.map((item): Wanted | Problem => {
    const code = codes.get(item.sparkCodeId)
    const account = findByRef(accounts, item.adAccountId)
    if (!code) return new Problem('not_found')
    if (!account) return new Problem('ad_account_not_found')
    return unusable.get(account.id) ?? { contentId: code.contentId, codeId: code.id, account }
  })
  const judged = (
    await wantAll(
      ctx,
      read.flatMap(each => (each instanceof Problem ? [] : [each])),
    )
  ).values()
  return {
    results: read.map((each, index) => {
      const verdict: Judged | undefined = each instanceof Problem ? { ok: false, problem: each } : judged.next().value
      if (verdict?.ok) return { index, status: 'wanted' as const, id: verdict.binding.id }
      const { code, message } = verdict?.problem ?? new Problem('not_found')
      return { index, status: 'failed' as const, problem: { code, detail: message } }
    }),
  }
}

/** Wants a code off an ad account. One that was never bound there answers as missing. */
export async function unbindSparkCode(ctx: Ctx, { id, adAccountId }: BindAt): Promise<Binding> {
  const [code] = await findCodes(ctx, [id])
  if (!code) throw new Problem('not_found')
  const account = await loadAccount(ctx, adAccountId)
  await loadSparkUnits(ctx, [code.contentId])
  const set = await BindingSet.load(ctx, [code.contentId])
  const row = set.find(id, account.id)
  if (!row) throw new Problem('not_found', 'This code was never bound to this ad account.')
  const next = set.decide(ctx, row, { type: 'unbind', reason: 'asked' })
  await set.save(ctx)
  return toBinding(next)
}
