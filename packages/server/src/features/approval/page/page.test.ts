import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { approvalMessages, fillMessage, problemMessage, receiptMessages, shortCodeMessages } from '@sparkkit/core'
import type { Browser, BrowserContextOptions } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeProblems, createPageServer, hasBrowser, launchBrowser, type PageServer, screenshot, widthOf } from '../../../testing/browser.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../../testing/index.ts'
import { sparkCode } from '../../../testing/scenario.ts'

const isTestable = hasBrowser("The creator's page")

const ROOT = fileURLToPath(new URL('../../../../../../', import.meta.url))
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const MAX_BYTES = 60_000
const CODES = ['#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5=', '#Zq8Rt3LmXw5/Vb+1KcNyHs0DgJf6UoPeAi2TrBk9Wx4='] as const
const USED = '#Hn6Ye1CvGd9Ml/Ao4+SuKw7ZbIpQx2JtFr8Vk3EyXs0='
const urlOf = (id: string) => `https://www.tiktok.com/@mara.glow/video/${id}`

const FEE = '150 € within 14 days of your code'
const TERMS = Array.from({ length: 12 }, (_, at) => `${at + 1}. You keep your post; we may show it <as an ad>.`).join('\n\n')

let kit: TestKit
let tenant: TestTenant
let server: PageServer
let origin: string
let browser: Browser
let posts = 0

/** A page that asks for two posts of one creator who gave a code for a third one. */
async function askedPage(): Promise<{ path: string; requestIds: string[]; linkId: string; handle: string }> {
  posts += 10
  const ids = [0, 1, 2].map(at => `71956861351572${(posts + at).toString().padStart(5, '0')}`)
  const handle = `mara${posts}`
  const items = ids.map((id, at) => ({
    url: `https://www.tiktok.com/@${handle}/video/${id}`,
    caption: `Seven nights with the barrier serum, part ${at + 1} #lumen`,
    metrics: { views: 1_240_000 },
  }))
  await tenant.call('POST', '/v1/content/batch', { items })
  const asked = await tenant.call('POST', '/v1/spark-requests', {
    content: ids.slice(0, 2),
    feeNote: FEE,
    terms: { text: TERMS, version: '3', locale: 'en' },
  })
  const [link] = asked.body.approvalLinks
  return { path: new URL(link.url).pathname, requestIds: asked.body.results.map((row: { id: string }) => row.id), linkId: link.id, handle }
}

async function opened(path: string, { lang, options }: { lang: string; options: BrowserContextOptions }) {
  const context = await browser.newContext({ ...PHONE, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const urls = new Map<string, string>()
  const loaded: { url: string; bytes: number }[] = []
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    loaded.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }),
  )
  await page.goto(`${origin}${path}?lang=${lang}`, { waitUntil: 'networkidle' })
  return { context, page, loaded }
}

describe.skipIf(!isTestable)("the creator's page on a phone", () => {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['scripts/assets.ts'], { cwd: ROOT })
    server = await createPageServer()
    origin = server.origin
    kit = await createTestKit({ publicUrl: origin })
    server.answerWith(request => kit.kit.fetch(request))
    tenant = await kit.tenant()
    await tenant.call('POST', '/v1/content/batch', { items: [{ url: urlOf('7266293045786692870') }] })
    await tenant.call('POST', '/v1/spark-codes', { content: '7266293045786692870', code: USED })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await kit?.close()
  })

  test.each([
    ['en', true],
    ['en', false],
    ['ja', true],
    ['ja', false],
  ])('%s, script %s: fits 390 px, axe finds nothing, and it weighs less than 60 kB before its thumbnails', async (lang, withScript) => {
    const { path } = await askedPage()
    const { context, page, loaded } = await opened(path, { lang, options: { javaScriptEnabled: withScript } })
    const sentences = approvalMessages(lang)
    if (withScript) await page.locator('sparkkit-approval-form').getByText(sentences.severalTitle).filter({ visible: true }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    expect(await page.getByText(sentences.lead).filter({ visible: true }).isVisible()).toBe(true)
    expect(await page.getByText(FEE).filter({ visible: true }).count()).toBe(2)
    await page
      .getByText(fillMessage(sentences.termsVersion, { version: 3 }))
      .filter({ visible: true })
      .first()
      .click()
    expect(await page.locator('.text').filter({ visible: true }).textContent()).toBe(TERMS)
    await screenshot(page, `page-${lang}-${withScript ? 'script' : 'plain'}`)
    const bytes = loaded.filter(({ url }) => !url.includes('/thumbnails/')).reduce((sum, each) => sum + each.bytes, 0)
    expect(bytes).toBeGreaterThan(5000)
    expect(bytes).toBeLessThan(MAX_BYTES)
    console.info(`${lang}, script ${withScript}: ${bytes} bytes in ${loaded.length} files`)
    await context.close()

    // Where scripts are off axe cannot run either: the same page with its own script held back stands in.
    const looked = await browser.newContext(PHONE)
    const look = await looked.newPage()
    if (!withScript) await look.route('**/approval-form.js', route => route.abort())
    await look.goto(`${origin}${path}?lang=${lang}`, { waitUntil: 'networkidle' })
    expect(await widthOf(look)).toBe(390)
    expect(await axeProblems(look)).toEqual([])
    await looked.close()
  })

  test.each(['en', 'ja'])('%s, without scripts: a short code and a handle are typed, and the page they open is answered', async lang => {
    const { requestIds, linkId, handle } = await askedPage()
    const { shortUrl } = (await tenant.call('GET', `/v1/approval-links/${linkId}/message`)).body
    const { context, page } = await opened(new URL(shortUrl).pathname, { lang, options: { javaScriptEnabled: false } })
    const sentences = shortCodeMessages(lang)
    await page.getByLabel(sentences.handle).fill('@somebody')
    await page.getByRole('button', { name: sentences.submit }).click()
    expect(await page.getByRole('alert').textContent()).toBe(sentences.unknown)
    await screenshot(page, `short-code-${lang}`)
    expect(await widthOf(page)).toBe(390)
    await page.getByLabel(sentences.handle).fill(`@${handle}`)
    await page.getByRole('button', { name: sentences.submit }).click()
    await page.getByText(sentences.answerOnly).waitFor()
    await screenshot(page, `answer-only-${lang}`)
    expect(await widthOf(page)).toBe(390)
    await page.locator(`#${requestIds[0]} button[value=reject]`).click()
    await page.locator(`#code-${requestIds[1]}`).fill(sparkCode(`short ${lang}`))
    await page.locator(`#${requestIds[1]} button[value=approve]`).click()
    expect(await page.getByText(sentences.answered).count()).toBe(2)
    expect(await page.locator('button[value=withdraw]').count()).toBe(0)
    const answered = await Promise.all(requestIds.map(id => tenant.call('GET', `/v1/spark-requests/${id}`)))
    expect(answered.map(({ body }) => body.status)).toEqual(['rejected', 'approved'])
    const session = page.url()
    await context.close()

    const looked = await browser.newContext(PHONE)
    const look = await looked.newPage()
    for (const url of [`${origin}/c?lang=${lang}`, `${shortUrl}?lang=${lang}`, session]) {
      await look.goto(url, { waitUntil: 'networkidle' })
      expect(await axeProblems(look), url).toEqual([])
    }
    await looked.close()
  })

  const WRONG = [
    ['a hashtag', '#booktok', 'pasted_hashtag'],
    ["the post's link", urlOf('7195686135157296390'), 'pasted_url'],
    ['a part of a code', '#Ab1', 'spark_code_too_short'],
    ['something garbled', '%%%&&&///((()))===???!!!', 'spark_code_malformed'],
    ['talk', 'I will send it tomorrow, promise!', 'spark_code_not_found_in_text'],
    ['two codes', `${CODES[0]} ${CODES[1]}`, 'spark_code_several'],
    ["another post's code", USED, 'spark_code_used_elsewhere'],
    ['5 kB', `#${'aB3'.repeat(1700)}`, 'spark_code_too_long'],
  ] as const

  test('with scripts, each of eight wrong pastes gets its verdict at once', async () => {
    const { path, requestIds } = await askedPage()
    const { context, page } = await opened(path, { lang: 'en', options: {} })
    const field = page.locator(`#code-${requestIds[0]}`).filter({ visible: true })
    await field.waitFor()
    for (const [what, paste, problem] of WRONG) {
      await field.fill(paste)
      const hint = page.locator(`#hint-${requestIds[0]}[role]`).filter({ visible: true })
      await expect
        .poll(() => hint.textContent(), { message: what, timeout: 5000 })
        .toContain(problemMessage(approvalMessages('en'), problem))
      if (problem === 'spark_code_several') await screenshot(page, 'verdict-script')
    }
    await field.fill(`here you go: ${CODES[0]} 🙂`)
    await expect.poll(() => page.locator(`#hint-${requestIds[0]}[role]`).filter({ visible: true }).textContent()).toContain('Looks right.')
    await context.close()
  })

  test('without scripts, each of eight wrong pastes gets its verdict beside the field, and nothing typed is lost', async () => {
    const { path, requestIds } = await askedPage()
    const { context, page } = await opened(path, { lang: 'de', options: { javaScriptEnabled: false } })
    for (const [what, paste, problem] of WRONG) {
      await page.locator(`#code-${requestIds[0]}`).fill(paste)
      await page.locator(`#${requestIds[0]} button[value=approve]`).click()
      expect(await page.locator(`#hint-${requestIds[0]}`).textContent(), what).toBe(problemMessage(approvalMessages('de'), problem))
      expect(await page.locator(`#code-${requestIds[0]}`).inputValue(), what).toBe(paste)
      if (problem === 'spark_code_several') await screenshot(page, 'verdict-plain')
    }
    await context.close()
  })

  test('without scripts, two codes in one paste are put to their posts, looked at and sent', async () => {
    const { path, requestIds } = await askedPage()
    const { context, page } = await opened(path, { lang: 'en', options: { javaScriptEnabled: false } })
    await page.locator('#several summary').click()
    await page.locator('#several textarea').fill(`${CODES[0]}\n${CODES[1]}`)
    await page.locator('#several button[value=sort]').click()
    expect(await page.locator('#several input[type=checkbox]:checked').count()).toBe(2)
    await screenshot(page, 'several-plain')
    await page.locator('button[value=approve_all]').click()
    expect(await page.locator('.receipt h2.good').count()).toBe(2)
    await screenshot(page, 'receipts-plain')
    const requests = await Promise.all(requestIds.map(id => tenant.call('GET', `/v1/spark-requests/${id}`)))
    expect(requests.map(({ body }) => body.status)).toEqual(['approved', 'approved'])
    await context.close()
  })

  test.each(['en', 'ja'])(
    '%s: the receipt of an answer fits the phone and paper, axe finds nothing, and it stands by itself when saved',
    async lang => {
      const { path, requestIds } = await askedPage()
      const { context, page } = await opened(path, { lang, options: { javaScriptEnabled: false } })
      await page.locator(`#code-${requestIds[0]}`).fill(sparkCode(path))
      await page.locator(`#${requestIds[0]} button[value=approve]`).click()
      await page.getByRole('link', { name: approvalMessages(lang).receipt, exact: true }).click()
      expect(await page.locator('h1').textContent()).toBe(receiptMessages(lang).title)
      expect(await page.locator('.text').textContent()).toBe(TERMS)
      expect(await widthOf(page)).toBeLessThanOrEqual(390)
      await screenshot(page, `receipt-${lang}`)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('nav').isVisible()).toBe(false)
      await screenshot(page, `receipt-${lang}-print`)
      await page.emulateMedia({ media: 'screen' })
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText(receiptMessages(lang).save).click()])
      const saved = await readFile(await download.path(), 'utf8')
      expect(saved).toContain(FEE)
      expect(saved).not.toContain(path)
      await context.close()
      const looked = await browser.newContext(PHONE)
      const look = await looked.newPage()
      await look.goto(`${origin}${path}/receipt/${requestIds[0]}?lang=${lang}`)
      expect(await axeProblems(look)).toEqual([])
      await looked.close()
    },
  )

  test('with scripts, an answered post leads to its receipt', async () => {
    const { path, requestIds } = await askedPage()
    const { context, page } = await opened(path, { lang: 'en', options: {} })
    await page.locator(`#code-${requestIds[0]}`).filter({ visible: true }).fill(sparkCode(path))
    await page.getByRole('button', { name: 'Approve', exact: true }).filter({ visible: true }).first().click()
    const link = page.getByRole('link', { name: 'Receipt', exact: true }).filter({ visible: true })
    await link.waitFor()
    await screenshot(page, 'answered-script')
    const [receipt] = await Promise.all([context.waitForEvent('page'), link.click()])
    await receipt.waitForLoadState()
    expect(await receipt.locator('h1').textContent()).toBe('Receipt')
    await context.close()
  })
})
