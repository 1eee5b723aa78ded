import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { askedPost, eventsOf } from '../../testing/scenario.ts'

const DM = { name: 'Spring', channel: 'tiktok_dm', locale: 'en', text: 'Hi {{handle}}: {{link}}' }

onEveryEngine('message templates', createKit => {
  let kit: TestKit
  let brand: TestTenant
  beforeAll(async () => {
    kit = await createKit()
  })
  afterAll(() => kit.close())

  const saved = async (change: object = {}) => {
    const answer = await brand.call('POST', '/v1/message-templates', { ...DM, ...change })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const messageOf = async (linkId: string, query = '') => (await brand.call('GET', `/v1/approval-links/${linkId}/message${query}`)).body

  describe('of one workspace', () => {
    beforeAll(async () => {
      brand = await kit.tenant()
    })

    test('are listed by what they are for, page by page, and tell what they use', async () => {
      const [first, second, mail] = [
        await saved(),
        await saved({ kind: 'reminder' }),
        await saved({ channel: 'email', subject: '{{brand}}!' }),
      ]
      expect(mail).toMatchObject({ subject: '{{brand}}!', kind: 'request', isDefault: false, variables: ['handle', 'brand', 'link'] })
      const ids = async (query: string) =>
        (await brand.call('GET', `/v1/message-templates?${query}`)).body.data.map((template: { id: string }) => template.id)
      expect(await ids('channel=tiktok_dm')).toEqual([second.id, first.id])
      expect(await ids('channel=tiktok_dm&kind=reminder&locale=en')).toEqual([second.id])
      const page = (await brand.call('GET', '/v1/message-templates?limit=2')).body
      expect(await ids(`limit=2&cursor=${page.nextCursor}`)).toEqual([first.id])
    })

    test('change as a whole, each change an event, and go', async () => {
      const { id } = await saved()
      const path = `/v1/message-templates/${id}`
      expect((await brand.call('PATCH', path, { channel: 'email', subject: 'Hello' })).body).toMatchObject({ channel: 'email' })
      expectProblem(await brand.call('PATCH', path, { subject: null }), 400, 'invalid_request')
      expectProblem(await brand.call('PATCH', path, { channel: 'sms' }), 400, 'invalid_request')
      expect((await brand.call('PATCH', path, { channel: 'sms', subject: null, name: 'Spring' })).status).toBe(200)
      expect((await brand.call('PATCH', path, { name: 'Spring' })).status).toBe(200)
      expect((await brand.call('DELETE', path)).status).toBe(204)
      expectProblem(await brand.call('DELETE', path), 404, 'not_found')
      const told = (await eventsOf(kit, brand)).filter(event => event.data.id === id)
      expect(told.map(({ type, previous }) => [type, previous])).toEqual([
        ['message_template.created', undefined],
        ['message_template.updated', { channel: 'tiktok_dm', subject: null }],
        ['message_template.updated', { channel: 'email', subject: 'Hello' }],
        ['message_template.deleted', undefined],
      ])
    })
  })

  test('a default makes the messages of its kind, channel and language, and takes the place of the former', async () => {
    brand = await kit.tenant()
    const { linkId } = await askedPost(brand, 1)
    const [former, next] = [await saved({ isDefault: true, text: 'one {{link}}' }), await saved({ isDefault: true, text: 'two {{link}}' })]
    await saved({ isDefault: true, locale: 'es', text: 'tres {{link}}' })
    await saved({ isDefault: true, kind: 'reminder', text: 'again {{link}}' })
    expect((await brand.call('GET', `/v1/message-templates/${former.id}`)).body.isDefault).toBe(false)
    const starts = async (query: string) => (await messageOf(linkId, query)).text.split(' ')[0]
    expect([
      await starts(''),
      await starts('?locale=es-MX'),
      await starts('?kind=reminder'),
      await starts(`?templateId=${former.id}`),
    ]).toEqual(['two', 'tres', 'again', 'one'])
    expect(await messageOf(linkId)).toMatchObject({ templateId: next.id, template: 'two {{link}}', channel: 'tiktok_dm', problem: null })
    expect(await messageOf(linkId, '?channel=sms')).toMatchObject({ templateId: null, limit: { max: 3, unit: 'segments' }, length: 1 })
    const previous = (await eventsOf(kit, brand)).filter(({ type }) => type === 'message_template.updated').map(event => event.previous)
    expect(previous).toEqual([{ isDefault: true }])
  })

  test('two defaults saved at once leave one', async () => {
    brand = await kit.tenant()
    await Promise.all(Array.from({ length: 6 }, (_, index) => saved({ isDefault: true, name: `n${index}` })))
    const { data } = (await brand.call('GET', '/v1/message-templates')).body
    expect(data.filter((template: { isDefault: boolean }) => template.isDefault)).toHaveLength(1)
  })

  test('without one the built-in speaks the language of the workspace, and names its values', async () => {
    brand = await kit.tenant()
    const { linkId, token } = await askedPost(brand, 1, { askedDays: 60 })
    await brand.call('PATCH', '/v1/workspace', { locale: 'de-AT' })
    const message = await messageOf(linkId, '?channel=email')
    expect(message).toMatchObject({ locale: 'de', templateId: null, problem: null, url: `https://sparkkit.test/a/${token}` })
    expect(message.subject).toBe('Lumen Skincare möchte deinen Beitrag als Spark Ad zeigen')
    expect(message.text).toContain('Freigabe: 60 Tage')
    expect(message.text).not.toContain('{{')
    const dm = await messageOf(linkId)
    expect(dm.text).toContain(`https://sparkkit.test/c/${dm.shortCode}`)
    expect((await messageOf(linkId, '?locale=nl')).locale).toBe('en')
  })

  const LINK = '{{link}}'
  test.each<[string, object, number, string]>([
    ['without the link', { text: 'Hi {{handle}}!' }, 422, 'message_without_link'],
    ['with the word link only', { text: 'link: {link}' }, 422, 'message_without_link'],
    ['with a name nothing fills', { text: `{{firstName}} ${LINK}` }, 400, 'invalid_request'],
    ['with such a name in its subject', { channel: 'email', subject: '{{firstName}}', text: LINK }, 400, 'invalid_request'],
    ['for a comment, with the link', { channel: 'comment', text: `${LINK} {{shortUrl}}` }, 422, 'message_shows_link'],
    ['for a comment, with neither', { channel: 'comment', text: 'see your messages' }, 422, 'message_without_link'],
    ['for a comment, of 5 kB', { channel: 'comment', text: `{{shortUrl}} ${'x'.repeat(5000)}` }, 422, 'message_too_long'],
    ['for a DM, of 5 kB', { text: `${LINK} ${'x'.repeat(5000)}` }, 422, 'message_too_long'],
    ['for an e-mail, of 20 kB', { channel: 'email', subject: 'a', text: `${LINK} ${'x'.repeat(20_000)}` }, 400, 'invalid_request'],
    ['for an SMS, of 200 emoji', { channel: 'sms', text: `${LINK} ${'😀'.repeat(200)}` }, 422, 'message_too_long'],
    ['for an e-mail, without a subject', { channel: 'email' }, 400, 'invalid_request'],
    ['for an e-mail, with a header in its subject', { channel: 'email', subject: 'Hi\r\nBcc: a@b.example' }, 400, 'invalid_request'],
    ['for a DM, with a subject', { subject: 'Hi' }, 400, 'invalid_request'],
    ['of no channel there is', { channel: 'fax' }, 400, 'invalid_request'],
    ['in no language', { locale: '<b>' }, 400, 'invalid_request'],
    ['without a name', { name: ' ' }, 400, 'invalid_request'],
  ])('one %s is refused', async (...[, change, status, code]) => {
    brand = await kit.tenant()
    expectProblem(await brand.call('POST', '/v1/message-templates', { ...DM, ...change }), status, code)
    expect((await brand.call('GET', '/v1/message-templates')).body.data).toEqual([])
  })

  test('HTML stays the text it is, and a value is not filled in again', async () => {
    brand = await kit.tenant()
    const { linkId } = await askedPost(brand, 1)
    await brand.call('PATCH', '/v1/workspace', { branding: { name: '{{link}}<script>' } })
    const { id } = await saved({ text: '<b onclick=x>{{brand}}</b> {{link}}' })
    const { text, url } = await messageOf(linkId, `?templateId=${id}`)
    expect(text).toBe(`<b onclick=x>{{link}}<script></b> ${url}`)
  })

  test('a name longer than most makes a message too long, which is told with it', async () => {
    brand = await kit.tenant()
    const { linkId } = await askedPost(brand, 1)
    await saved({ channel: 'comment', isDefault: true, text: `{{brand}} {{shortUrl}} ${'x'.repeat(90)}` })
    expect(await messageOf(linkId, '?channel=comment')).toMatchObject({ problem: null })
    await brand.call('PATCH', '/v1/workspace', { branding: { name: 'L'.repeat(60) } })
    expect(await messageOf(linkId, '?channel=comment')).toMatchObject({ problem: 'message_too_long', limit: { max: 150 } })
  })

  test('a template of another channel, or of another workspace, makes no message', async () => {
    brand = await kit.tenant()
    const { linkId } = await askedPost(brand, 1)
    const { id } = await saved()
    expectProblem(await brand.call('GET', `/v1/approval-links/${linkId}/message?channel=sms&templateId=${id}`), 400, 'invalid_request')
    const other = await kit.tenant()
    const theirs = await askedPost(other, 1)
    expectProblem(await other.call('GET', `/v1/approval-links/${theirs.linkId}/message?templateId=${id}`), 400, 'invalid_request')
  })
})
