import { shortCodeMessages } from '@sparkkit/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, creator, eventsOf, ingest, postUrl, sparkCode } from '../../testing/scenario.ts'

const { unknown, locked, answered, answerOnly } = shortCodeMessages('en')
const GUESSES = process.env.ROUNDS === 'full' ? 10_000 : 1500

/** What a browser without scripts does. */
function browser(kit: TestKit) {
  const send = async (method: string, path: string, form?: Record<string, string>) => {
    const headers = { 'user-agent': 'Mozilla/5.0', ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) }
    const body = form ? new URLSearchParams(form).toString() : null
    const response = await kit.kit.fetch(new Request(`${TEST_PUBLIC_URL}${path}`, { method, headers, body }))
    return { status: response.status, headers: response.headers, html: await response.text(), to: response.headers.get('location') ?? '' }
  }
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, form: Record<string, string>) => send('POST', path, form),
    enter: (code: string, handle = 'mara.glow') => send('POST', '/c', { code, handle }),
  }
}

let posts = 0

/** A creator who is asked for two posts. */
async function asked(tenant: TestTenant, handle = 'mara.glow') {
  posts += 2
  const content = await ingest(tenant, { url: postUrl(posts, handle) }, { url: postUrl(posts + 1, handle) })
  const link = await ask(tenant, content, { respondBy: '2099-01-01' })
  const { shortCode } = (await tenant.call('GET', `/v1/approval-links/${link.linkId}/message`)).body
  return { ...link, shortCode: String(shortCode), first: link.requestIds[0] ?? '', second: link.requestIds[1] ?? '' }
}

onEveryEngine('a short code', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  beforeAll(async () => {
    kit = await createKit()
    tenant = await kit.tenant({ mode: 'sandbox' })
  })
  afterAll(() => kit.close())

  const request = async (id: string) => (await tenant.call('GET', `/v1/spark-requests/${id}`)).body

  test('with the handle of its creator opens a page to answer on, and nothing else', async () => {
    const visitor = browser(kit)
    const { shortCode, token, first, second } = await asked(tenant)
    const { status, to } = await visitor.enter(` ${shortCode.toLowerCase().replace('-', ' ')} `, '@Mara.Glow')
    expect([status, to.startsWith('/c/s/')]).toEqual([303, true])
    const page = await visitor.get(to)
    expect(page.status).toBe(200)
    expect(page.html).toContain(answerOnly)
    expect(page.html.split('<article').length - 1).toBe(2)
    expect(page.html).not.toContain('<script')
    const session = to.split('?')[0] ?? ''
    expect((await visitor.post(session, { answer: 'reject', requestId: first, reason: 'not this one' })).status).toBe(303)
    const approval = { answer: 'approve', requestId: second, code: sparkCode('typed'), days: '30' }
    for (let time = 0; time < 2; time += 1) expect((await visitor.post(session, approval)).status).toBe(303)
    expect([(await request(first)).status, (await request(second)).status]).toEqual(['rejected', 'approved'])
    expect((await request(second)).openedAt).not.toBeNull()

    const after = await visitor.get(to)
    expect(after.html.split(answered).length - 1).toBe(2)
    expect(after.html).not.toContain(sparkCode('typed').slice(-4))
    expect(after.html).not.toContain('value="withdraw"')
    expect((await visitor.post(session, { answer: 'withdraw', requestId: second })).status).toBe(422)
    expect((await request(second)).status).toBe('approved')
    for (const text of [page.html, after.html, to]) expect(text).not.toContain(token)

    await tenant.call('POST', '/v1/sandbox/advance', { days: 1 })
    const later = await visitor.get((await visitor.enter(shortCode)).to)
    expect(later.html, 'what was answered before is not shown').not.toContain('<article')
    const again = { answer: 'approve', requestId: first, code: sparkCode('other') }
    const next = (await visitor.enter(shortCode)).to.split('?')[0] ?? ''
    expect((await visitor.post(next, again)).status).toBe(422)
    expect((await request(first)).status).toBe('rejected')
    await expectSound(kit, tenant)
  })

  test('says the same for a wrong code, a wrong handle, a foreign creator and a code that ran out', async () => {
    const own = await kit.tenant({ mode: 'sandbox' })
    const mine = await asked(own, 'lola.sun')
    const theirs = await asked(own, 'ben.eats')
    const visitor = browser(kit)
    const told = async (code: string, handle: string) => {
      const { status, html } = await visitor.enter(code, handle)
      return { status, html: html.replaceAll(code, '…').replaceAll(encodeURIComponent(code), '…').replaceAll(`value="${handle}"`, '') }
    }
    const wrong = await told('WXYZ-2345', 'lola.sun')
    expect([wrong.status, wrong.html.includes(unknown)]).toEqual([422, true])
    expect(await told(mine.shortCode, 'ben.eats')).toEqual(wrong)
    expect(await told(theirs.shortCode, 'lola.sun')).toEqual(wrong)
    expect(await told('0000-0000', 'lola.sun')).toEqual(wrong)
    const { to } = await visitor.enter(mine.shortCode, 'lola.sun')
    await own.call('POST', '/v1/sandbox/advance', { days: 14 })
    expect(await told(mine.shortCode, 'lola.sun')).toEqual(wrong)
    expect((await visitor.get(to)).html, 'and what it had opened').toContain(unknown)
  })

  test('that was replaced is dead, and so is what it opened; so is that of a revoked link', async () => {
    const own = await kit.tenant()
    const visitor = browser(kit)
    const { linkId, shortCode, first } = await asked(own, 'kai.surf')
    const { to } = await visitor.enter(shortCode, 'kai.surf')
    const renewed = (await own.call('POST', `/v1/approval-links/${linkId}/short-code`)).body
    expect((await visitor.get(to)).status).toBe(422)
    expect((await visitor.enter(shortCode, 'kai.surf')).status).toBe(422)
    const second = await visitor.enter(renewed.shortCode, 'kai.surf')
    expect((await visitor.get(second.to)).status).toBe(200)
    await own.call('POST', `/v1/approval-links/${linkId}/revoke`)
    expect((await visitor.post(second.to, { answer: 'reject', requestId: first })).status).toBe(422)
    expect((await visitor.enter(renewed.shortCode, 'kai.surf')).status).toBe(422)
    expect((await own.call('GET', `/v1/spark-requests/${first}`)).body.status).toBe('pending')
  })

  test('leaves its session and its token in no event', async () => {
    const { shortCode } = await asked(tenant, 'ivy.d')
    const { to } = await browser(kit).enter(shortCode, 'ivy.d')
    const events = JSON.stringify(await eventsOf(kit, tenant))
    expect(events).not.toContain(shortCode)
    expect(events).not.toContain(to.slice(5, 40))
  })
})

describe('the page where a short code is typed', () => {
  let now = Date.now()
  let kit: TestKit
  let tenant: TestTenant
  beforeAll(async () => {
    kit = await createTestKit({ now: () => now })
    tenant = await kit.tenant()
  })
  afterAll(() => kit.close())

  test('is hardened like the page behind the link, filled in from its address, and in six languages', async () => {
    const visitor = browser(kit)
    for (const path of ['/c', '/c/ABCD-EFGH', '/c/%3Cscript%3Ealert(1)%3C%2Fscript%3E']) {
      const { status, headers, html } = await visitor.get(path)
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect([headers.get('cache-control'), headers.get('referrer-policy'), headers.get('x-robots-tag')]).toEqual([
        'no-store',
        'no-referrer',
        'noindex, nofollow',
      ])
      expect(headers.get('set-cookie')).toBeNull()
      expect(html).not.toContain('<script>alert')
    }
    expect((await visitor.get('/c/ABCD-EFGH')).html).toContain('value="ABCD-EFGH"')
    for (const locale of ['en', 'es', 'de', 'fr', 'pt', 'ja']) {
      expect((await visitor.get(`/c?lang=${locale}`)).html).toContain(shortCodeMessages(locale).title)
    }
  })

  test('takes what a stranger may send, and no more', async () => {
    const visitor = browser(kit)
    const hostile = { code: '<b>'.repeat(2000), handle: '"><img src=x onerror=1>' }
    const { status, html } = await visitor.post('/c', hostile)
    expect(status).toBe(422)
    expect(html).not.toContain('<img src=x')
    expect((await visitor.post('/c', { code: 'x'.repeat(70_000), handle: 'x' })).status).toBe(413)
    expect((await visitor.post('/c', {})).status).toBe(422)
    for (const sealed of ['x', 'test.AAAA', `test.${'A'.repeat(5000)}`, '%00']) {
      expect((await visitor.get(`/c/s/${sealed}`)).status).toBeGreaterThanOrEqual(400)
    }
  })

  test('gives an hour to answer', async () => {
    const visitor = browser(kit)
    const { shortCode } = await asked(tenant, 'an.hour')
    const { to } = await visitor.enter(shortCode, 'an.hour')
    now += 59 * 60_000
    expect((await visitor.get(to)).status).toBe(200)
    now += 60_000
    expect((await visitor.get(to)).status).toBe(422)
  })
})

describe('thousands of guesses', () => {
  test('at codes find nothing, however many at once', async () => {
    const kit = await createTestKit()
    try {
      const tenant = await kit.tenant()
      const { shortCode, token } = await asked(tenant)
      const visitor = browser(kit)
      const counts = new Map<number, number>()
      for (let from = 0; from < GUESSES; from += 500) {
        const guesses = Array.from({ length: 500 }, (_, index) =>
          String(from + index)
            .padStart(8, 'A')
            .replace(/[01]/g, 'Z'),
        )
        for (const { status } of await Promise.all(guesses.map(code => visitor.enter(code)))) {
          counts.set(status, (counts.get(status) ?? 0) + 1)
        }
      }
      expect([counts.get(422), counts.get(303)]).toEqual([30, undefined])
      const { status, html } = await visitor.enter(shortCode)
      expect([status, html.includes(locked)], 'even the right one has to wait').toEqual([429, true])
      expect((await creator(kit, token).look()).status, 'the link still works').toBe(200)
    } finally {
      await kit.close()
    }
  })

  test('at the handle of a known code find nothing, from wherever they come', async () => {
    const kit = await createTestKit()
    try {
      const { shortCode } = await asked(await kit.tenant())
      const visitor = browser(kit)
      const answers = await Promise.all(Array.from({ length: 25 }, (_, index) => visitor.enter(shortCode, `guess${index}`)))
      expect(answers.filter(({ status }) => status === 422)).toHaveLength(10)
      expect((await visitor.enter(shortCode)).status).toBe(429)
    } finally {
      await kit.close()
    }
  })

  test('that come true are not counted', async () => {
    const kit = await createTestKit()
    try {
      const { shortCode } = await asked(await kit.tenant())
      const visitor = browser(kit)
      for (let time = 0; time < 40; time += 1) expect((await visitor.enter(shortCode)).status).toBe(303)
    } finally {
      await kit.close()
    }
  })
})
