import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAssets } from '../../scripts/assets.ts'
import { startWorkbench, type Workbench, WorkbenchError } from './start.ts'

const CANDIDATES = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = CANDIDATES.find(path => path !== undefined && existsSync(path))
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update']

const NO_CHROMIUM = 'The workbench is tested in Chromium, which was not found: install it, or name it in CHROME_PATH.'
if (executablePath === undefined) console.warn(NO_CHROMIUM)

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

let folder: string
let dataDir: string
let workbench: Workbench

const start = (port = 0): Promise<Workbench> => startWorkbench({ port, dataDir, allowLoopback: true })

async function api<T>(path: string): Promise<T> {
  const response = await fetch(`${workbench.url}${path}`, { headers: { authorization: `Bearer ${workbench.apiKey}` } })
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}

const askForToken = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${workbench.url}/workbench/token`, { method: 'POST', headers })

beforeAll(async () => {
  if (!existsSync(new URL('../../packages/server/assets/widgets/content-grid.js', import.meta.url))) await buildAssets()
  folder = await mkdtemp(join(tmpdir(), 'sparkkit-workbench-'))
  dataDir = join(folder, 'sandbox')
  workbench = await start()
})
afterAll(async () => {
  await workbench?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the sandbox', () => {
  test('its history has posts in every spark status, and a creator to answer for', async () => {
    const { total, sparkStatus, sparkEligible } = await api<{
      total: number
      sparkStatus: Record<string, number>
      sparkEligible: { true: number }
    }>('/v1/content/facets')
    expect(total).toBe(400)
    expect(sparkEligible.true).toBeGreaterThan(100)
    for (const status of ['none', 'queued', 'requested', 'approved', 'expired', 'withdrawn', 'rejected', 'lapsed']) {
      expect(sparkStatus[status], status).toBeGreaterThan(1)
    }
    const { data } = await api<{ data: { type: string }[] }>('/v1/events?type=spark_code.expiring&limit=100')
    expect(data.length).toBeGreaterThan(5)
    const approval = await fetch(workbench.sampleApprovalUrl ?? '')
    expect(approval.status).toBe(200)
    expect(await approval.text()).toContain('Lumen Skincare')
  })

  test('its secrets are readable by their owner alone', async () => {
    for (const name of ['key-ring', 'sandbox.json']) expect((await stat(join(dataDir, name))).mode & 0o777, name).toBe(0o600)
  })

  test('the second start finds it as it was', async () => {
    const before = await api('/v1/content/facets')
    const { apiKey } = workbench
    await workbench.close()
    workbench = await start()
    expect(workbench.apiKey).toBe(apiKey)
    expect(await api('/v1/content/facets')).toEqual(before)
  })

  test('a taken port is a sentence', async () => {
    const port = Number(new URL(workbench.url).port)
    await expect(start(port)).rejects.toThrow(
      new WorkbenchError(
        `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npx -y pnpm@12 start`,
      ),
    )
  })

  test('notes or a key ring that are gone are a sentence', async () => {
    const at = (file: string) => join(dataDir, file)
    for (const file of ['sandbox.json', 'key-ring']) {
      const kept = await readFile(at(file))
      await rm(at(file))
      await expect(start(), file).rejects.toThrow(/To start anew with an empty sandbox, delete /)
      await writeFile(at(file), kept)
    }
  })

  test('a start that was stopped half-way is made good by the next one, unless it still runs', async () => {
    const half = join(folder, 'half')
    await mkdir(half)
    const leave = (pid: number) =>
      writeFile(join(half, 'sandbox.json'), JSON.stringify({ status: 'seeding', apiKey: 'sparkkit_sandbox_half', pid }))
    await writeFile(join(half, 'sandbox.db'), 'not a database')
    await leave(process.ppid)
    await expect(startWorkbench({ port: 0, dataDir: half })).rejects.toThrow(/is filling .* right now/)
    await leave(process.pid)
    const whole = await startWorkbench({ port: 0, dataDir: half })
    expect(whole.sampleApprovalUrl).not.toBeNull()
    await whole.close()
  })
})

describe('the page', () => {
  test('holds no API key, and neither does anything it loads', async () => {
    const page = await fetch(workbench.url)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    const texts = [await page.text()]
    for (const name of await readdir(new URL('public', import.meta.url))) {
      const file = await fetch(`${workbench.url}/workbench/${name}`)
      expect(file.status, name).toBe(200)
      texts.push(await file.text())
    }
    expect(texts.join('\n')).not.toContain(workbench.apiKey)
    expect(texts.join('\n')).not.toMatch(/sparkkit_(sandbox|live)_/)
  })

  test('is given a token of few scopes; other origins are not', async () => {
    const { origin } = new URL(workbench.url)
    const given = await askForToken({ origin, 'sec-fetch-site': 'same-origin' })
    const { token, scopes } = await given.json()
    expect(token.startsWith('sparkkit_')).toBe(false)
    expect(scopes).not.toContain('access:write')
    expect(scopes).not.toContain('content:write')
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin, 'sec-fetch-site': 'cross-site' }]) {
      expect((await askForToken(headers)).status).toBe(403)
    }
  })
})

describe.skipIf(executablePath === undefined && process.env.CI !== 'true')('in a browser', () => {
  let browser: Browser

  beforeAll(async () => {
    if (executablePath === undefined) throw new Error(NO_CHROMIUM)
    browser = await chromium.launch({ executablePath, args: ARGS })
  })
  afterAll(() => browser?.close())

  async function open(): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', error => problems.push(error.message))
    page.on('console', message => message.type() === 'error' && problems.push(message.text()))
    await page.goto(workbench.url)
    return { page, problems }
  }

  const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

  test('the four steps are clicked through', async () => {
    const { page, problems } = await open()
    const grid = page.locator('sparkkit-content-grid')
    const cards = grid.getByRole('article')
    const step = (number: number) => page.locator(`[data-step="${number}"]`)

    await grid.getByRole('checkbox', { name: 'Eligible now' }).check()
    await eventually(() => step(1).getAttribute('class')).toContain('done')
    const card = cards.filter({ has: page.getByRole('button', { name: 'Request code' }) }).first()
    const handle =
      (
        await card
          .getByText(/^\s*@[\w.]+\s*$/)
          .first()
          .textContent()
      )?.trim() ?? ''

    await card.getByRole('button', { name: 'Request code' }).click()
    await grid.getByRole('dialog').getByRole('button', { name: 'Request code' }).click()
    const message = grid.getByRole('textbox', { name: 'Message' })
    await eventually(() => message.inputValue()).toContain(`${workbench.url}/a/`)
    await grid.getByRole('button', { name: 'Copy message' }).click()
    await eventually(() => step(2).getAttribute('class')).toContain('done')
    expect(await clipboard(page)).toContain(handle.slice(1))
    await grid.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: 'Be the creator' }).click()
    await page.getByRole('button', { name: 'Copy this code' }).click()
    const code = await clipboard(page)
    const form = page.locator('sparkkit-approval-form')
    await form.getByLabel('Your Spark Code').last().fill(code)
    await form.getByRole('button', { name: 'Approve' }).last().click()
    await eventually(() => step(3).getAttribute('class')).toContain('done')

    await page.getByRole('button', { name: 'Show approved posts' }).click()
    await grid.getByRole('searchbox').fill(handle)
    const approved = cards.filter({ hasText: handle }).filter({ hasText: 'Approved' })
    await eventually(() => approved.count()).toBeGreaterThan(0)
    const codes = new Set<string>()
    for (const button of await approved.getByRole('button', { name: 'Copy code' }).all()) {
      await page.evaluate(() => navigator.clipboard.writeText(''))
      await button.click()
      await eventually(() => clipboard(page)).toMatch(/^#/)
      codes.add(await clipboard(page))
    }
    expect(codes).toContain(code)
    await eventually(() => step(4).getAttribute('class')).toContain('done')
    await eventually(() => page.locator('#events').textContent()).toContain('spark_code.revealed')
    expect(problems).toEqual([])
  })

  test('messages to send are a queue: copied, marked as sent, and the next one is there', async () => {
    const { page, problems } = await open()
    await page.goto(`${workbench.url}/#messages`)
    const rows = page.locator('#queue button')
    await rows.first().waitFor()
    const [before, first] = [await rows.count(), await page.locator('#message-to').textContent()]
    await page.getByRole('button', { name: 'Copy message' }).click()
    await eventually(() => clipboard(page)).toContain('/a/')
    await page.getByRole('button', { name: 'Mark as sent' }).click()
    await eventually(() => rows.count()).toBe(before - 1)
    expect(await page.locator('#message-to').textContent()).not.toBe(first)
    await page.selectOption('#channel', 'email')
    await page.selectOption('#locale', 'de')
    await eventually(() => page.locator('#message-text').inputValue()).toContain('hier ist Lumen Skincare')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download CSV' }).click()
    expect((await download).suggestedFilename()).toBe('messages.csv')
    await page.getByLabel('Reminders').check()
    await eventually(() => page.locator('#message-text').inputValue()).toContain('Erinnerung')
    expect(problems).toEqual([])
  })

  test('a week later, on the sandbox clock, codes have run out', async () => {
    const { page, problems } = await open()
    const clock = page.locator('#clock[datetime]')
    const start = Date.parse((await clock.getAttribute('datetime')) ?? '')
    await page.getByRole('button', { name: '+7 days' }).click()
    await eventually(() => clock.getAttribute('datetime')).toBe(new Date(start + 7 * 86_400_000).toISOString())
    await eventually(() => page.locator('#events').textContent()).toContain('Code ended')
    expect(problems).toEqual([])
  })

  test('on a phone nothing is cut off', async () => {
    const { page } = await open()
    for (const [view, shown] of [
      ['content', 'article'],
      ['messages', '#queue button'],
      ['creator', 'sparkkit-approval-form h1'],
    ]) {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`${workbench.url}/#${view}`)
      await page.locator(`${shown}`).first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    }
  })
})
