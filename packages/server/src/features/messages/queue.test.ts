import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, ingest, postUrl } from '../../testing/scenario.ts'

interface Listed {
  id: string
  toSend: {
    creator: { handle: string; profileUrl: string }
    posts: number
    since: string
    message: {
      text: string
      subject: string | null
      url: string
      shortCode: string
      templateId: string | null
      channel: string
      locale: string
    }
  }
}

onEveryEngine('the queue of messages', createKit => {
  let kit: TestKit
  let brand: TestTenant
  beforeAll(async () => {
    kit = await createKit()
  })
  afterAll(() => kit.close())

  const advance = (days: number) => brand.call('POST', '/v1/sandbox/advance', { days })
  const queue = async (query: string): Promise<Listed[]> => {
    const { status, body, text } = await brand.call('GET', `/v1/approval-links?${query}`)
    expect(status, text).toBe(200)
    return body.data
  }
  const handles = async (query: string) => (await queue(query)).map(({ toSend }) => toSend.creator.handle)
  const sent = (id: string, verb = 'sent', body: object = {}) => brand.call('POST', `/v1/approval-links/${id}/${verb}`, body)

  /** Asks creators one after the other, a day apart, each for as many posts as their place tells. */
  async function asking(...names: string[]) {
    brand = await kit.tenant({ mode: 'sandbox' })
    const links: string[] = []
    for (const [index, name] of names.entries()) {
      const posts = await ingest(brand, ...Array.from({ length: index + 1 }, (_, n) => ({ url: postUrl(10 * index + n, name) })))
      links.push((await ask(brand, posts, { respondBy: '2099-01-01' })).linkId)
      await advance(1)
    }
    return links
  }

  test('holds what was not sent, the oldest first, with all it takes to send it', async () => {
    const [ada, ben] = await asking('ada', 'ben', 'cy')
    expect(await handles('needs=message')).toEqual(['ada', 'ben', 'cy'])
    const [first, second] = await queue('needs=message&channel=email&locale=fr')
    expect(second?.toSend).toMatchObject({
      creator: { handle: 'ben', profileUrl: 'https://www.tiktok.com/@ben' },
      posts: 2,
      message: { channel: 'email', locale: 'fr', subject: expect.stringContaining('Spark Ad') },
    })
    expect(first?.toSend.message.text).toContain(first?.toSend.message.url)
    await sent(ada ?? '', 'sent', { channel: 'email' })
    expect(await handles('needs=message')).toEqual(['ben', 'cy'])
    await brand.call('POST', `/v1/approval-links/${ben}/revoke`)
    expect(await handles('needs=message')).toEqual(['cy'])
    expect(await handles('needs=reminder')).toEqual([])
    const [cy] = await queue('needs=message')
    const { creatorId } = (await brand.call('GET', `/v1/approval-links/${cy?.id}`)).body
    await brand.call('PATCH', `/v1/creators/${creatorId}`, { doNotContact: true })
    expect(await handles('needs=message')).toEqual([])
    expect((await brand.call('GET', '/v1/approval-links')).body.data).toHaveLength(3)
  })

  test('holds reminders that are due, until they are sent', async () => {
    const [ada, ben, cy] = await asking('ada', 'ben', 'cy')
    await sent(ben ?? '')
    await advance(1)
    await sent(ada ?? '')
    await sent(cy ?? '')
    await advance(2)
    expect(await handles('needs=reminder')).toEqual(['ben'])
    await advance(1)
    const due = await queue('needs=reminder')
    expect(due.map(({ toSend }) => toSend.creator.handle).slice(0, 1)).toEqual(['ben'])
    expect(due).toHaveLength(3)
    expect(due[0]?.toSend.message.text).toContain('again')
    await sent(ben ?? '', 'reminded')
    expect((await handles('needs=reminder')).toSorted()).toEqual(['ada', 'cy'])
    const token = due
      .find(({ id }) => id === ada)
      ?.toSend.message.url.split('/')
      .at(-1)
    const { body } = await kit.call('GET', `/v1/approvals/${token}`)
    await kit.call('POST', `/v1/approvals/${token}/reject`, { requestId: body.items[0].requestId })
    expect(await handles('needs=reminder')).toEqual(['cy'])
  })

  test('of fifty is gone through by taking the first, and page by page, each once', async () => {
    brand = await kit.tenant()
    const names = Array.from({ length: 50 }, (_, index) => `creator.${String(index).padStart(2, '0')}`)
    const posts = await ingest(brand, ...names.map((name, index) => ({ url: postUrl(index, name) })))
    await brand.call('POST', '/v1/spark-requests', { content: posts })
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await brand.call('GET', `/v1/approval-links?needs=message&limit=7${cursor}`)
      seen.push(...body.data.map((listed: Listed) => listed.toSend.creator.handle))
      if (body.nextCursor === null) break
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
    }
    expect(seen.toSorted()).toEqual(names)
    const done: string[] = []
    for (let next = await queue('needs=message&limit=1'); next[0]; next = await queue('needs=message&limit=1')) {
      const { id, toSend } = next[0]
      done.push(toSend.creator.handle)
      const { text, channel } = toSend.message
      expect((await sent(id, 'sent', { text, channel })).status).toBe(200)
    }
    expect(done).toEqual(seen)
  })

  test('is a CSV too, whose cells no spreadsheet runs', async () => {
    await asking('ada', 'ben')
    const template = { name: 'a', channel: 'sms', locale: 'en', text: '=HYPERLINK("{{link}}")\n{{handle}}, {{link}}', isDefault: true }
    await brand.call('POST', '/v1/message-templates', template)
    const { status, headers, text } = await brand.call('GET', '/v1/approval-links/export?channel=sms')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(text.split('\r\n')[0]).toBe(
      '"handle","profile_url","posts","channel","locale","subject","message","url","short_url","short_code","waiting_since","problem","approval_link_id","template_id"',
    )
    const [, ada = '', ben = ''] = text.split('\r\n')
    const [listed] = await queue('needs=message&channel=sms')
    const { url, shortCode } = listed?.toSend.message ?? { url: '', shortCode: '' }
    expect(ada).toContain(`"'=HYPERLINK(""${url}"")\nada, ${url}"`)
    expect(ada).toContain(`"${shortCode}"`)
    expect(ben.startsWith('"ben","https://www.tiktok.com/@ben","2","sms","en",""')).toBe(true)
    expect((await brand.call('GET', '/v1/approval-links/export?needs=reminder')).text.split('\r\n')).toHaveLength(2)
  })

  test('shows short codes that work, however long a message waited', async () => {
    await asking('ada')
    const [before] = await queue('needs=message')
    await advance(20)
    const exported = (await brand.call('GET', '/v1/approval-links/export')).text
    const [after] = await queue('needs=message')
    expect(after?.toSend.message.shortCode).not.toBe(before?.toSend.message.shortCode)
    expect(exported).toContain(after?.toSend.message.shortCode)
    await advance(20)
    expect((await queue('needs=message'))[0]?.toSend.message.shortCode).not.toBe(after?.toSend.message.shortCode)
  })

  test('refuses what makes no sense, and cursors of another queue', async () => {
    await asking('ada', 'ben')
    expectProblem(await brand.call('GET', '/v1/approval-links?channel=sms'), 400, 'invalid_request')
    expectProblem(await brand.call('GET', '/v1/approval-links?needs=love'), 400, 'invalid_request')
    const { nextCursor } = (await brand.call('GET', '/v1/approval-links?needs=message&limit=1')).body
    expectProblem(await brand.call('GET', `/v1/approval-links?needs=reminder&cursor=${nextCursor}`), 400, 'invalid_cursor')
  })
})
