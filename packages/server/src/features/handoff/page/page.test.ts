import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADVERTISER, connect } from '../../../testing/ad-scenario.ts'
import { axeProblems, createPageServer, hasBrowser, launchBrowser, type PageServer, screenshot, widthOf } from '../../../testing/browser.ts'
import { createFakeAdPlatforms } from '../../../testing/fake-ad-platform.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../../testing/index.ts'
import { eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../../testing/scenario.ts'

const isTestable = hasBrowser("The ad team's page")
const DAY_MS = 86_400_000
const fake = createFakeAdPlatforms()
const SIZES = {
  desk: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

const POSTS = [
  ['lou.bathroomshelf', 'Get unready with me, lazy edition', 3],
  ['noor.minimal', 'POV: your skin after the 5am shift', 9],
  ['jun.skin', 'Stop scrubbing. Do this instead', 23],
  ['dev_dermis', 'My mum stole my cleanser again', 61],
  ['wes.fiveam', 'The only SPF that survived my run', 112],
  ['theo_routine', '<b>=HYPERLINK("x")</b> and a caption that goes on for much longer than anybody would care to read in a list', 341],
] as const

let kit: TestKit
let server: PageServer
let browser: Browser
let looked: Shared

interface Shared {
  tenant: TestTenant
  id: string
  path: string
  codeIds: string[]
  handles: string[]
}

/** A handoff of six codes, one with a flight it does not cover and one that is used. */
async function handedOff(body: object = {}): Promise<Shared> {
  const tenant = await kit.tenant()
  const codeIds: string[] = []
  for (const [number, [handle, caption, days]] of POSTS.entries()) {
    const [content] = await ingest(tenant, { url: postUrl(number, handle), caption })
    const endsAt = new Date(Date.now() + days * DAY_MS - 1000)
    const startsAt = new Date(Date.now() - 2 * DAY_MS)
    const added = await tenant.call('POST', '/v1/spark-codes', { content, code: sparkCode(handle), startsAt, endsAt })
    expect(added.status, added.text).toBe(201)
    codeIds.push(added.body.id)
  }
  const on = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10)
  const flights = [
    { content: postUrl(0, 'lou.bathroomshelf'), startsOn: on(-1), endsOn: on(8), timeZone: 'Europe/Madrid', adAccountId: '7001' },
    { content: postUrl(2, 'jun.skin'), startsOn: on(2), endsOn: on(20), timeZone: 'Europe/Madrid' },
  ]
  await tenant.call('POST', '/v1/flights', { items: flights })
  await tenant.call('POST', `/v1/spark-codes/${codeIds[3]}/used`, { adId: '1790000000000077', adAccountId: '7002' })
  await connect(tenant, fake)
  const platformId = postUrl(2, 'jun.skin').split('/').at(-1) ?? ''
  const [startsAt, endsAt] = [Date.now() - 2 * DAY_MS, Date.now() + 23 * DAY_MS - 1000]
  fake.codes.set(sparkCode('jun.skin'), { postId: platformId, startsAt, endsAt })
  const bound = await tenant.call('POST', `/v1/spark-codes/${codeIds[2]}/bind`, { adAccountId: ADVERTISER })
  expect(bound.body.status, bound.text).toBe('bound')
  const made = await tenant.call('POST', '/v1/handoffs', { name: 'Spring, Northlight agency', ...body })
  expect(made.status, made.text).toBe(201)
  return { tenant, id: made.body.id, path: new URL(made.body.url).pathname, codeIds, handles: POSTS.map(([handle]) => handle) }
}

async function opened(path: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  if (options.javaScriptEnabled !== false) await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  await page.goto(`${server.origin}${path}`, { waitUntil: 'networkidle' })
  return page
}

const rowOf = (page: Page, id: string | undefined) => page.locator(`tr[id="${id}"]`)
const clipboard = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()')
const actorsOf = async ({ tenant }: Shared, type: string) =>
  (await eventsOf(kit, tenant, `&type=${type}`)).map(event => [Reflect.get(Reflect.get(event, 'actor'), 'type'), event.data.id])

describe.skipIf(!isTestable)("the ad team's page", () => {
  beforeAll(async () => {
    server = await createPageServer()
    kit = await createTestKit({ publicUrl: server.origin, adPlatforms: fake })
    server.answerWith(request => kit.kit.fetch(request))
    browser = await launchBrowser()
    looked = await handedOff()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await kit?.close()
  })

  const looks = (['desk', 'phone'] as const).flatMap(size =>
    (['light', 'dark'] as const).flatMap(colorScheme => [true, false].map(script => ({ size, colorScheme, script }))),
  )
  test.each(looks)('$size, $colorScheme, script $script: fits, and axe finds nothing', async ({ size, colorScheme, script }) => {
    const { path, codeIds } = looked
    const options = { ...SIZES[size], colorScheme }
    const name = `handoff-${size}-${colorScheme}-${script ? 'script' : 'plain'}`
    const page = await opened(path, { ...options, javaScriptEnabled: script })
    expect(await page.locator('tbody tr').count()).toBe(POSTS.length)
    expect(await page.locator('tbody tr').first().getAttribute('id'), 'unused and ending soonest').toBe(codeIds[0])
    expect(await page.locator('tbody tr').last().getAttribute('id'), 'used').toBe(codeIds[3])
    expect(await page.locator('.head .meta').textContent()).toBe('6 live · 1 ends within 7 days · 5 not used yet')
    expect(await rowOf(page, codeIds[2]).locator('.account').textContent()).toBe('Lumen EU')
    expect(await page.locator('main').innerHTML()).not.toContain('<b>=HYPER')
    await screenshot(page, name)
    await page.context().close()

    // Where scripts are off axe cannot run either: the same page with its own script held back stands in.
    const look = await browser.newContext(options).then(context => context.newPage())
    if (!script) await look.route('**/handoff.js', route => route.abort())
    const violations: string[] = []
    look.on('console', message => {
      if (/Content Security Policy/.test(message.text())) violations.push(message.text())
    })
    await look.goto(`${server.origin}${path}`, { waitUntil: 'networkidle' })
    expect(violations).toEqual([])
    await rowOf(look, codeIds[1]).locator('summary').click()
    expect(await widthOf(look)).toBe(SIZES[size].viewport.width)
    expect(await axeProblems(look)).toEqual([])
    await screenshot(look, `${name}-mark`)
    await look.context().close()
  })

  test('with scripts, one code is copied, then all of the page, each on the record', async () => {
    const shared = await handedOff({ chunkSize: 4 })
    const page = await opened(shared.path, SIZES.desk)
    await rowOf(page, shared.codeIds[1]).getByRole('button', { name: 'Copy' }).click()
    await page.locator('#notice.good').waitFor()
    expect(await clipboard(page)).toBe(sparkCode('noor.minimal'))
    await page.getByRole('button', { name: 'Copy 4' }).click()
    await expect.poll(() => page.locator('#notice').textContent()).toBe('4 codes copied.')
    const four = ['lou.bathroomshelf', 'noor.minimal', 'jun.skin', 'wes.fiveam']
    expect(await clipboard(page)).toBe(four.map(sparkCode).join('\n'))
    const ids = [1, 0, 1, 2, 4].map(at => shared.codeIds[at])
    expect(await actorsOf(shared, 'spark_code.revealed')).toEqual(ids.map(id => ['handoff', id]))
    expect(await page.content(), 'copied, not shown').not.toContain(sparkCode('lou.bathroomshelf'))
    await screenshot(page, 'handoff-desk-copied')
    await page.getByRole('link', { name: 'Next 4' }).click()
    expect(await page.locator('tbody tr').count()).toBe(2)
    await page.context().close()
  })

  test('with scripts, where the browser does not let us copy, the codes are shown and selected', async () => {
    const { path, codeIds } = await handedOff()
    const page = await browser.newContext(SIZES.desk).then(context => context.newPage())
    await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false")
    await page.goto(`${server.origin}${path}`)
    await rowOf(page, codeIds[0]).getByRole('button', { name: 'Copy' }).click()
    await expect.poll(() => page.locator('#notice').textContent()).toContain('press Ctrl+C')
    expect(await page.evaluate('document.getSelection().toString()')).toBe(sparkCode('lou.bathroomshelf'))
    await page.context().close()
  })

  test('with scripts, a code is marked as used without loading anew, and a second buyer is told of the first', async () => {
    const shared = await handedOff()
    const [one, two] = [await opened(shared.path, SIZES.desk), await opened(shared.path, SIZES.phone)]
    for (const [page, adId] of [
      [one, '1790000000000001'],
      [two, '1790000000000002'],
    ] as const) {
      await rowOf(page, shared.codeIds[0]).locator('summary').click()
      await rowOf(page, shared.codeIds[0]).getByLabel('Ad id').fill(adId)
      await rowOf(page, shared.codeIds[0]).getByRole('button', { name: 'Save' }).click()
      await rowOf(page, shared.codeIds[0]).getByText('Used in ad 1790000000000001').waitFor()
    }
    expect(await one.locator('#notice').textContent()).toBe('Marked as used.')
    expect(await two.locator('#notice').textContent()).toBe('It was marked before, with ad 1790000000000001.')
    expect(await actorsOf(shared, 'spark_code.used')).toContainEqual(['handoff', shared.codeIds[0]])
    await screenshot(two, 'handoff-phone-used')
    await one.context().close()
    await two.context().close()
  })

  test('with scripts, a link revoked while the page is open reveals nothing and says so', async () => {
    const shared = await handedOff()
    const page = await opened(shared.path, SIZES.phone)
    await shared.tenant.call('POST', `/v1/handoffs/${shared.id}/revoke`)
    await rowOf(page, shared.codeIds[0]).getByRole('button', { name: 'Copy' }).click()
    await page.getByRole('alert').getByText('no longer in use').waitFor()
    expect(await page.locator('tbody').count()).toBe(0)
    expect(typesOf(await eventsOf(kit, shared.tenant))).not.toContain('spark_code.revealed')
    await screenshot(page, 'handoff-phone-revoked')
    await page.context().close()
  })

  test.each(['desk', 'phone'] as const)('without scripts (%s), one code is shown, then all of the page', async size => {
    const shared = await handedOff({ chunkSize: 5 })
    const page = await opened(shared.path, { ...SIZES[size], javaScriptEnabled: false })
    await rowOf(page, shared.codeIds[0]).getByRole('button', { name: 'Show code' }).click()
    expect(await rowOf(page, shared.codeIds[0]).locator('.clear').textContent()).toBe(sparkCode('lou.bathroomshelf'))
    expect(await page.locator('.clear').count()).toBe(1)
    await page.getByRole('button', { name: 'Show these 5' }).click()
    const five = ['lou.bathroomshelf', 'noor.minimal', 'jun.skin', 'wes.fiveam', 'theo_routine']
    expect(await page.locator('#clear').inputValue()).toBe(five.map(sparkCode).join('\n'))
    expect(await actorsOf(shared, 'spark_code.revealed')).toHaveLength(6)
    await screenshot(page, `handoff-${size}-shown-plain`)
    await page.getByRole('link', { name: 'Next 5' }).click()
    await rowOf(page, shared.codeIds[3]).getByRole('button', { name: 'Show code' }).click()
    expect(await rowOf(page, shared.codeIds[3]).locator('.clear').textContent()).toBe(sparkCode('dev_dermis'))
    await page.getByRole('link', { name: 'Back to the first page' }).click()
    expect(await page.locator('tbody tr').count()).toBe(5)
    await page.context().close()
  })

  test('without scripts, a code is marked as used, and one that was marked meanwhile is told', async () => {
    const shared = await handedOff()
    const page = await opened(shared.path, { ...SIZES.phone, javaScriptEnabled: false })
    const mark = async (id: string | undefined, adId: string) => {
      await rowOf(page, id).locator('summary').click()
      await rowOf(page, id).getByLabel('Ad id').fill(adId)
      await rowOf(page, id).getByRole('button', { name: 'Save' }).click()
      return page.locator('#notice').textContent()
    }
    expect(await mark(shared.codeIds[0], '1')).toBe('Marked as used.')
    await shared.tenant.call('POST', `/v1/spark-codes/${shared.codeIds[1]}/used`, { adId: '2' })
    expect(await mark(shared.codeIds[1], '3')).toBe('It was marked before, with ad 2.')
    expect(await mark(shared.codeIds[2], '')).toBe('Marked as used.')
    await page.context().close()
  })

  test('without scripts, the codes come as a file', async () => {
    const { path } = await handedOff()
    const page = await opened(path, { ...SIZES.desk, javaScriptEnabled: false })
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
    expect(download.suggestedFilename()).toBe('spark-codes.csv')
    const text = await download.createReadStream().then(stream => stream.toArray())
    const csv = Buffer.concat(text).toString('utf8')
    expect(csv).toContain(`"${sparkCode('lou.bathroomshelf')}","${postUrl(0, 'lou.bathroomshelf')}"`)
    expect(csv).not.toMatch(/"=/)
    await page.context().close()
  })

  test('without scripts, a link revoked while the page is open reveals nothing and says so', async () => {
    const shared = await handedOff()
    const page = await opened(shared.path, { ...SIZES.desk, javaScriptEnabled: false })
    await shared.tenant.call('POST', `/v1/handoffs/${shared.id}/revoke`)
    await page.getByRole('button', { name: 'Show these 6' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('no longer in use')
    expect(await page.content()).not.toContain(sparkCode('lou.bathroomshelf'))
    await page.context().close()
  })

  test('without the scopes, there is nothing to press', async () => {
    const { path } = await handedOff({ scopes: [] })
    const page = await opened(path, SIZES.desk)
    expect(await page.locator('button, summary').count()).toBe(0)
    expect(await page.locator('footer').textContent()).toContain('stay masked')
    await screenshot(page, 'handoff-desk-masked')
    await page.context().close()
  })

  test('without codes, it says what to do', async () => {
    const tenant = await kit.tenant()
    const { url } = (await tenant.call('POST', '/v1/handoffs', { name: 'Early' })).body
    const page = await opened(new URL(url).pathname, SIZES.desk)
    expect(await page.getByText('No live codes right now.').isVisible()).toBe(true)
    expect(await axeProblems(page)).toEqual([])
    await screenshot(page, 'handoff-desk-empty')
    await page.context().close()
  })
})

const BUYER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

describe('behind a handoff link', () => {
  let plain: TestKit
  beforeAll(async () => {
    plain = await createTestKit()
  })
  afterAll(() => plain.close())

  const visit = (path: string, init: RequestInit = {}) =>
    plain.kit.fetch(new Request(`https://sparkkit.test${path}`, { ...init, headers: { 'user-agent': BUYER, ...init.headers } }))
  const form = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
  async function made(body: object = {}) {
    const tenant = await plain.tenant()
    const [content] = await ingest(tenant, { url: postUrl(1) })
    const code = await tenant.call('POST', '/v1/spark-codes', { content, code: sparkCode('one') })
    const { id, url } = (await tenant.call('POST', '/v1/handoffs', { name: 'Northlight', ...body })).body
    return { tenant, id: String(id), path: new URL(url).pathname, codeId: String(code.body.id) }
  }

  test('every answer keeps to itself: nothing cached, indexed, framed, referred to or run from elsewhere', async () => {
    const { path, codeId } = await made()
    const answers = [
      await visit(path),
      await visit(path, form({ answer: 'reveal', codeId })),
      await visit(path, form({ answer: 'csv' })),
      await visit(`/h/${'x'.repeat(24)}`),
      await visit('/h/%3Cscript%3E'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404])
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+'; .*frame-ancestors 'none'$/,
      )
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-robots-tag')).toBe('noindex, nofollow')
      expect(headers.get('set-cookie')).toBeNull()
    }
  })

  test('a GET changes nothing but that a person came', async () => {
    const { tenant, path, codeId } = await made()
    await visit(path, { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } })
    await visit(path, { headers: { 'sec-purpose': 'prefetch' } })
    expect(typesOf(await eventsOf(plain, tenant))).not.toContain('handoff.opened')
    const asked = await visit(`${path}?answer=reveal&codeId=${codeId}`)
    expect(await asked.text()).not.toContain(sparkCode('one'))
    const types = typesOf(await eventsOf(plain, tenant))
    expect(types).toContain('handoff.opened')
    expect(types).not.toContain('spark_code.revealed')
  })

  test.each([
    ['no code', { answer: 'reveal' }],
    ['no code to mark', { answer: 'used' }],
    ['a code that is none', { answer: 'reveal', codeId: "' OR 1=1" }],
    ['nothing at all', {}],
    ['an ad id without end', { answer: 'used', codeId: 'code_01h455vb4pex5vsknk084sn02q', adId: '9'.repeat(100) }],
  ])('a form with %s is refused in so many words', async (_, fields) => {
    const { path } = await made()
    const answer = await visit(path, form(fields))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).toMatch(/<p class="notice bad" id="notice" role=alert[^>]*>[^<]+</)
  })

  test('a cursor of another list, or of none, leads to the first page', async () => {
    const { path } = await made()
    const answer = await visit(`${path}?cursor=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('<script>alert')
  })

  test('thousands of guesses find nothing, are slowed down, and lock no buyer out', async () => {
    const { path } = await made()
    const statuses = new Set<number>()
    for (let guess = 0; guess < 1000; guess += 250) {
      const batch = Array.from({ length: 250 }, (_, at) => visit(`/h/${String(guess + at).padStart(24, 'A')}`))
      for (const { status } of await Promise.all(batch)) statuses.add(status)
    }
    expect([...statuses].toSorted()).toEqual([404, 429])
    expect((await visit(path)).status).toBe(200)
  })
})
