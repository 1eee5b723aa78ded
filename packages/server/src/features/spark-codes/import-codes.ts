import { parseSparkCode } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { type ContentRow, findTargets, type Target } from '../content/index.ts'
import { loadSparkUnits, type SparkUnit, saveSparkUnits } from '../spark-requests/index.ts'
import { decideToAdd } from './add.ts'
import type { ImportSparkCodesResult } from './contract.ts'
import type { ImportRow } from './import-rows.ts'
import { lockCodes } from './receive.ts'

type RowResult = ImportSparkCodesResult['results'][number]

interface Good {
  row: Extract<ImportRow, { ok: true }>
  content: ContentRow
  /** Null when there is none to be found, which the verdict will say. */
  code: string | null
}

const OUTCOMES = { 'spark_code.received': 'created', 'spark_code.extended': 'extended', 'spark_code.restored': 'restored' } as const
const isOutcome = (type: string): type is keyof typeof OUTCOMES => Object.hasOwn(OUTCOMES, type)

async function addRow(ctx: Ctx, unit: SparkUnit | undefined, { line, input }: Good['row']): Promise<RowResult> {
  if (!unit) throw new Error('The post of a row was not loaded.')
  const contentId = unit.content.id
  try {
    const decided = await decideToAdd(ctx, unit, { ...input, source: 'import' })
    const told = decided.events.map(event => event.type).find(isOutcome)
    return { line, status: told ? OUTCOMES[told] : 'unchanged', id: decided.codeId ?? undefined, contentId }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { line, status: 'failed', contentId, problem: { code: error.code, detail: error.message } }
  }
}

/** Cut where a post, a code or an external id comes again: what was decided about it before must be saved first. */
function* waves(rows: readonly Good[]): Generator<Good[]> {
  let wave: Good[] = []
  const seen = new Set<string>()
  for (const good of rows) {
    const names = [good.content.id, `code ${good.code}`, `external ${good.row.input.externalId}`]
    const own = names.filter((_, index) => index === 0 || (index === 1 ? good.code !== null : good.row.input.externalId !== undefined))
    if (own.some(name => seen.has(name))) {
      yield wave
      wave = []
      seen.clear()
    }
    wave.push(good)
    for (const name of own) seen.add(name)
  }
  if (wave.length > 0) yield wave
}

function refused({ line }: ImportRow, target: Target | undefined): RowResult {
  if (!target || target.ok) throw new Error('A row without a verdict.')
  return { line, status: 'failed', problem: { code: target.code, detail: target.detail } }
}

const codeIn = (text: string): string | null => {
  const parsed = parseSparkCode(text)
  return parsed.ok ? parsed.code : null
}

async function importRows(ctx: Ctx, rows: readonly ImportRow[], isDry: boolean): Promise<RowResult[]> {
  const results = new Map<ImportRow, RowResult>()
  const readable = rows.flatMap(row => (row.ok ? [row] : []))
  const targets = await findTargets(
    ctx,
    readable.map(row => row.input.content),
  )
  const good = readable.flatMap((row, index): Good[] => {
    const target = targets[index]
    if (target?.ok) return [{ row, content: target.content, code: codeIn(row.input.code) }]
    results.set(row, refused(row, target))
    return []
  })
  for (const wave of waves(good)) {
    const units = await loadSparkUnits(
      ctx,
      wave.map(({ content }) => content.id),
    )
    const codes = wave.flatMap(({ code }) => code ?? [])
    if (!isDry) await lockCodes(ctx, codes)
    for (const { row, content } of wave) results.set(row, await addRow(ctx, units.get(content.id), row))
    await saveSparkUnits(ctx, [...units.values()])
  }
  return rows.map(row => results.get(row) ?? refused(row, row.ok ? undefined : { ok: false, code: 'invalid_request', detail: row.detail }))
}

/** Adds the codes of some rows of a spreadsheet, as by hand, a verdict per row. Codes go nowhere but into their sealed column. */
export const importSparkCodes = (ctx: Ctx, rows: readonly ImportRow[]): Promise<RowResult[]> => importRows(ctx, rows, false)

/** Carries the verdicts of a dry run out of the transaction that it undoes. */
export class DryRun extends Error {
  readonly results: RowResult[]

  constructor(results: RowResult[]) {
    super('A dry run changes nothing.')
    this.results = results
  }
}

/** What an import would do: does it and throws {@link DryRun}, so that nothing of it is kept. */
export async function tryImport(ctx: Ctx, rows: readonly ImportRow[]): Promise<never> {
  throw new DryRun(await importRows(ctx, rows, true))
}
