import { maskSparkCode, parseSparkCode } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { type CodeRow, findCodeByFingerprint } from './store.ts'

/** A code read from what somebody pasted, before it is decided about. */
export interface PastedCode {
  readonly code: string
  readonly repairs: readonly string[]
  /** As the workspace stores it: a code known from an older key keeps the fingerprint it has. */
  readonly fingerprint: string
  readonly known: CodeRow | undefined
}

/** Finds the code in a pasted text. Throws the Problem that says what is wrong, also when another post has it. */
export async function readPastedCode(ctx: Ctx, text: string, contentId: string): Promise<PastedCode> {
  const parsed = parseSparkCode(text)
  if (!parsed.ok) throw new Problem(parsed.error)
  const { keyRing } = ctx.services
  const known = await findCodeByFingerprint(ctx, keyRing.fingerprints(parsed.code, ctx.workspace.id))
  if (known && known.contentId !== contentId) throw new Problem('spark_code_used_elsewhere')
  if (known?.status === 'invalid') throw new Problem('spark_code_invalid')
  return {
    code: parsed.code,
    repairs: parsed.repairs,
    fingerprint: known?.fingerprint ?? keyRing.fingerprint(parsed.code, ctx.workspace.id),
    known,
  }
}

/**
 * One transaction at a time takes in a code, so that two posts cannot both get it. Locked under every key of the ring:
 * while keys change, processes differ about which one is current.
 */
export async function lockCodes(ctx: Ctx, codes: readonly string[]): Promise<void> {
  const { keyRing } = ctx.services
  const names = codes.flatMap(code => keyRing.fingerprints(code, ctx.workspace.id))
  for (const name of [...new Set(names)].sort()) await ctx.dialect.lock(ctx.db, `code:${name}`)
}

/** Reads a pasted code that is about to be kept. */
export async function takeCode(ctx: Ctx, text: string, contentId: string): Promise<PastedCode> {
  const parsed = parseSparkCode(text)
  if (parsed.ok) await lockCodes(ctx, [parsed.code])
  return readPastedCode(ctx, text, contentId)
}

export interface CodeOrigin {
  source: CodeRow['source']
  externalId?: string | undefined
  metadata?: Record<string, string> | undefined
  /** When to ask TikTok about it again (wall time). */
  verifyAt?: number | null | undefined
}

/** The identity and the sealed form of a code that may turn out to be new. */
export function newCode(ctx: Ctx, pasted: PastedCode, origin: CodeOrigin) {
  const id = pasted.known?.id ?? ctx.services.newId('sparkCode')
  return {
    incoming: { id, fingerprint: pasted.fingerprint },
    row: {
      sealed: ctx.services.keyRing.seal(pasted.code, { workspaceId: ctx.workspace.id, rowId: id, purpose: 'spark_code' as const }),
      masked: maskSparkCode(pasted.code),
      source: origin.source,
      verifyAt: origin.verifyAt ?? null,
      usedAt: null,
      usedAdId: null,
      usedAdAccountId: null,
      externalId: origin.externalId ?? null,
      metadata: origin.metadata ?? {},
    },
  }
}
