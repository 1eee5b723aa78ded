import { readFileSync, writeFileSync } from 'node:fs'
import { AD_REFUSALS, type AdRefusal, isRetryable, namesTheCode } from '@sparkkit/core'
import { expect, test } from 'vitest'
import { TIKTOK_ERRORS } from './errors.ts'
import { FAULTS, PERSONAS, POST_FLAWS } from './simulator/index.ts'

const page = (name: string): URL => new URL(`../../../../../docs/${name}`, import.meta.url)
const SURE = { help: 'official', reference: 'copy', assumed: 'assumed' } as const
const yes = (value: boolean): string => (value ? 'yes' : 'no')

/** The part of a page between its marks. With RECORD it is written anew. */
function part(name: string, [mark, table]: readonly [string, string]): string {
  const [before = '', rest = ''] = readFileSync(page(name), 'utf8').split(`<!-- ${mark} -->\n`)
  const [inside = '', ...after] = rest.split(`<!-- /${mark} -->`)
  if (process.env.RECORD) writeFileSync(page(name), `${before}<!-- ${mark} -->\n${table}<!-- /${mark} -->${after.join()}`)
  return process.env.RECORD ? table : inside
}

const table = (rows: readonly (readonly string[])[]): string => rows.map(cells => `| ${cells.join(' | ')} |\n`).join('')

test('the errors in docs/tiktok.md are those the code knows', () => {
  const rows = TIKTOK_ERRORS.map(({ code, name, reason, meaning, source }) => [
    code === null ? '' : String(code),
    name === null ? '' : `\`${name}\``,
    meaning,
    `\`${reason}\``,
    yes(namesTheCode(reason)),
    SURE[source],
  ])
  const expected = table([
    ['code', 'name', 'meaning', 'reason', 'proves something about the code', 'how sure'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ])
  expect(part('tiktok.md', ['errors', expected])).toBe(expected)
})

test('the reasons in docs/tiktok.md are those of core, each with what to do and who can', () => {
  const rows = Object.entries(AD_REFUSALS).map(([reason, { about, action, fixableBy }]) => [
    `\`${reason}\``,
    about.replace('_', ' '),
    action,
    fixableBy.replace('_', ' '),
    yes(isRetryable(reason as AdRefusal)),
  ])
  const expected = table([
    ['reason', 'about', 'what to do', 'who can', 'tried again by itself'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ])
  expect(part('tiktok.md', ['reasons', expected])).toBe(expected)
})

test('docs/simulator.md names every persona, fault, flaw and command', async () => {
  const { COMMANDS } = await import('./simulator/commands.ts')
  const text = readFileSync(page('simulator.md'), 'utf8')
  for (const word of [...PERSONAS, ...FAULTS, ...POST_FLAWS, ...Object.keys(COMMANDS)]) expect(text).toContain(`\`${word}\``)
})
