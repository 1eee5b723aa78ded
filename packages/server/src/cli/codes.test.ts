import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit, TEST_KEY_RING, type TestKit, type TestTenant } from '../testing/index.ts'
import { eventsOf, ingest, postUrl, sparkCode, typesOf } from '../testing/scenario.ts'
import type { Cli } from './cli.ts'
import { run } from './run.ts'

const DAY_MS = 86_400_000
const CODES = 120

let kit: TestKit
let brand: TestTenant
let ids: string[]
let folder: string

beforeAll(async () => {
  kit = await createTestKit({ testEngine: 'libsql' })
  brand = await kit.tenant()
  folder = await mkdtemp(join(tmpdir(), 'sparkkit-codes-'))
  await ingest(brand, ...Array.from({ length: CODES }, (_, number) => ({ url: postUrl(number), caption: '=1+1' })))
  ids = []
  for (let number = 0; number < CODES; number += 1) {
    const endsAt = new Date(Date.now() + (number + 1) * DAY_MS)
    const { body } = await brand.call('POST', '/v1/spark-codes', { content: postUrl(number), code: sparkCode(`c${number}`), endsAt })
    ids.push(body.id)
  }
  await brand.call('POST', `/v1/spark-codes/${ids[0]}/used`, {})
})
afterAll(async () => {
  await kit.close()
  await rm(folder, { recursive: true })
})

async function sparkkit(args: readonly string[], { isInteractive = false } = {}) {
  const said = { out: '', err: '' }
  const cli: Cli = {
    env: { SPARKKIT_KEY_RING: TEST_KEY_RING },
    out: text => {
      said.out += text
    },
    err: text => {
      said.err += text
    },
    isInteractive,
    stdin: (async function* () {})(),
  }
  const code = await run(['--database', `file:${kit.databasePath}`, ...args], cli)
  return { code, ...said }
}

describe('sparkkit codes', () => {
  test('lists codes masked, those that end soonest first', async () => {
    const { code, out } = await sparkkit(['codes', 'list', '--ends-within', '3'])
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${ids[0]} {2}#•{6}.{5} {2}live {2}\\d{4}-\\d\\d-\\d\\d declared {2}used$`)),
      expect.stringMatching(new RegExp(`^${ids[1]} .* declared$`)),
      expect.stringContaining(String(ids[2])),
    ])
    expect(out).not.toContain(sparkCode('c1').slice(1, 20))
    const many = JSON.parse((await sparkkit(['--json', 'codes', 'list', '--unused', '--limit', '110'])).out)
    expect(many.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(1, 111))
  })

  test('reveals codes, each on the record, and tells those that are not there', async () => {
    const before = typesOf(await eventsOf(kit, brand)).length
    const { code, out } = await sparkkit(['codes', 'reveal', ...ids.slice(0, 60)])
    expect(code).toBe(0)
    expect(out).toBe(
      ids
        .slice(0, 60)
        .map((_, number) => `${sparkCode(`c${number}`)}\n`)
        .join(''),
    )
    const revealed = (await eventsOf(kit, brand)).slice(before)
    expect(typesOf(revealed)).toEqual(Array(60).fill('spark_code.revealed'))
    const missing = await sparkkit(['--json', 'codes', 'reveal', String(ids[0]), 'code_01h455vb4pex5vsknk084sn02q'])
    expect(missing.code).toBe(1)
    expect(JSON.parse(missing.out)).toMatchObject({
      data: [{ id: ids[0], code: sparkCode('c0') }],
      failed: [{ id: 'code_01h455vb4pex5vsknk084sn02q' }],
    })
  })

  test('exports codes to a file of the person alone, or to stdout', async () => {
    const file = join(folder, 'codes.csv')
    const { code, out } = await sparkkit(['--json', 'codes', 'export', '--unused', '--out', file])
    expect([code, JSON.parse(out)]).toEqual([0, { file, codes: CODES - 1 }])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { columns: true, bom: true })
    expect(rows.map(row => row.spark_code_id)).toEqual(ids.slice(1))
    expect(rows[0]).toMatchObject({ code: sparkCode('c1'), caption: "'=1+1" })
    const piped = await sparkkit(['codes', 'export', '--ends-within', '2'])
    expect(parse(piped.out, { bom: true })).toHaveLength(3)
    expect(piped.err).toBe('')
  })

  test('shows how far it is to whoever watches', async () => {
    const { err, out } = await sparkkit(['codes', 'reveal', ...ids], { isInteractive: true })
    expect(err).toContain(`100 %  ${CODES}/${CODES} codes`)
    expect(out.trim().split('\n')).toHaveLength(CODES)
  })

  test.each([
    [['codes', 'list', '--status', 'alive'], 'Statuses are live'],
    [['codes', 'list', '--used', '--unused'], 'cannot be --used and --unused'],
    [['--json', 'codes', 'export'], '--out FILE'],
    [['codes', 'list', '--limit', '0'], 'a number from 1 on'],
  ])('says what it cannot do: %j', async (args, sentence) => {
    const { code, err } = await sparkkit(args)
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)])
  })
})
