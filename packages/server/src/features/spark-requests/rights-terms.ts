import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { ReadTerms } from './read-terms.ts'
import type { RightsTerms, ShownTerms, TermsReference } from './terms-contract.ts'
import { findTerms, insertTermsOnce } from './terms-store.ts'

/** Keeps the text once, whoever else does at the same time. */
export async function keepTerms(ctx: Ctx, { text, reference }: ReadTerms): Promise<TermsReference> {
  await insertTermsOnce(ctx, { hash: reference.hash, text })
  return { ...reference, locale: reference.locale ?? ctx.workspace.locale }
}

/** Terms with their texts, each once, in the order in which they are first named. */
export async function showTerms(ctx: Ctx, references: readonly (TermsReference | null)[]): Promise<ShownTerms[]> {
  const named = new Map(references.flatMap(reference => (reference ? [[labelOf(reference), reference]] : [])))
  const rows = await findTerms(
    ctx,
    [...named.values()].map(({ hash }) => hash),
  )
  const texts = new Map(rows.map(row => [row.hash, row.text]))
  return [...named.values()].map(reference => ({ ...reference, text: texts.get(reference.hash) ?? '' }))
}

const labelOf = ({ hash, locale, version, url }: TermsReference): string => JSON.stringify([hash, locale, version, url])

export async function getRightsTerms(ctx: Ctx, hash: string): Promise<RightsTerms> {
  const [row] = await findTerms(ctx, [hash])
  if (!row) throw new Problem('not_found')
  return { hash: row.hash, text: row.text, createdAt: iso(row.createdAt) }
}
