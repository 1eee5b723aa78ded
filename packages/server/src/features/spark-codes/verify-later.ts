import { and, eq, lte, type SQL, sql } from 'drizzle-orm'
import { type Ctx, reading, type Scope, transact } from '../../context.ts'
import { updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import { findContents } from '../content/index.ts'
import { type CodeRow, loadSparkUnit, saveSparkUnits } from '../spark-requests/index.ts'
import { type Answered, askVerifier, nextVerifyAt, refusalOf } from './verify.ts'

const BATCH = 20

/** A condition on a workspace: some code of it waits to be verified. */
export const codesToVerifyIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.sparkCodes} AS c WHERE c.workspace_no = ${tables.workspaces.no} AND c.verify_at IS NOT NULL AND c.verify_at <= ${now})`

async function findCodesToVerify(ctx: Ctx): Promise<CodeRow[]> {
  const { sparkCodes: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), sql`verify_at IS NOT NULL`, lte(c.verifyAt, ctx.services.wallNow())))
    .orderBy(c.verifyAt)
    .limit(BATCH)
}

/** Asks about the codes that were accepted without TikTok's word. Gives how many it settled or put off. */
export async function verifyCodes(scope: Scope): Promise<number> {
  const ctx = reading(scope)
  const codes = await findCodesToVerify(ctx)
  const contents = new Map(
    (
      await findContents(
        ctx,
        codes.map(code => code.contentId),
      )
    ).map(content => [content.id, content]),
  )
  await Promise.all(
    codes.map(async code => {
      const plain = scope.services.keyRing.open(code.sealed, { workspaceId: scope.workspace.id, rowId: code.id, purpose: 'spark_code' })
      const answer = await askVerifier(scope, { code: plain, contentPlatformId: contents.get(code.contentId)?.platformId ?? null })
      await transact(scope, ctx => settle(ctx, code, answer))
    }),
  )
  return codes.length
}

/** A code that is not this post's, or is no more, proves invalid; the window that TikTok tells counts. */
async function settle(ctx: Ctx, { id, contentId, receivedAt }: CodeRow, answer: Answered): Promise<void> {
  const unit = await loadSparkUnit(ctx, contentId)
  const code = unit.state.codes.find(code => code.id === id)
  const reason = refusalOf(answer.status)
  if (code?.status === 'live' && code.endsAt > ctx.now) {
    if (reason) unit.decide(ctx, { type: 'invalidate', codeId: id, reason })
    else if (answer.status === 'verified')
      unit.decide(ctx, { type: 'confirm', codeId: id, startsAt: answer.startsAt, endsAt: answer.endsAt })
  }
  await saveSparkUnits(ctx, [unit])
  // The age of a code is domain time, which says nothing about a sandbox's tries.
  const since = ctx.workspace.clockAt === null ? receivedAt : ctx.services.wallNow()
  const verifyAt = answer.status === 'unanswered' ? nextVerifyAt(since, ctx.services.wallNow()) : null
  await updateRows(ctx, ctx.tables.sparkCodes, { by: ['workspaceNo', 'id'], rows: [{ workspaceNo: ctx.workspace.no, id, verifyAt }] })
}
