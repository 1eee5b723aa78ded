import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, askedPost, creator, eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../testing/scenario.ts'

const DAY_MS = 86_400_000

onEveryEngine('messages that went out', createKit => {
  let kit: TestKit
  beforeAll(async () => {
    kit = await createKit()
  })
  afterAll(() => kit.close())

  const sandbox = () => kit.tenant({ mode: 'sandbox' })
  const advance = (brand: TestTenant, days: number) => brand.call('POST', '/v1/sandbox/advance', { days })
  const request = async (brand: TestTenant, id: string) => (await brand.call('GET', `/v1/spark-requests/${id}`)).body
  const now = async (brand: TestTenant) => Date.parse((await brand.call('GET', '/v1/me')).body.workspace.now)
  const say = (brand: TestTenant, verb: 'sent' | 'reminded', { linkId, body = {} }: { linkId: string; body?: object }) =>
    brand.call('POST', `/v1/approval-links/${linkId}/${verb}`, body)

  test('keep their channel and template, and the funnel groups by both', async () => {
    const brand = await kit.tenant()
    const posts = await ingest(brand, ...[1, 2, 3, 4].map(n => ({ url: postUrl(n, `creator${n}`) })))
    const [mara, ben, lea] = [await ask(brand, posts.slice(0, 1)), await ask(brand, posts.slice(1, 2)), await ask(brand, posts.slice(2, 3))]
    const template = (
      await brand.call('POST', '/v1/message-templates', { name: 'a', channel: 'email', locale: 'en', subject: 's', text: '{{link}}' })
    ).body
    expect((await say(brand, 'sent', { linkId: mara.linkId, body: { templateId: template.id } })).body.requestIds).toEqual(mara.requestIds)
    await say(brand, 'sent', { linkId: ben.linkId, body: { channel: 'sms' } })
    await say(brand, 'sent', { linkId: lea.linkId })
    await say(brand, 'sent', { linkId: lea.linkId, body: { channel: 'sms' } })
    await creator(kit, ben.token).approve({ requestId: ben.requestIds[0], code: sparkCode('ben') })
    expect(await request(brand, mara.requestIds[0] ?? '')).toMatchObject({ channel: 'email', templateId: template.id })
    expect(await request(brand, lea.requestIds[0] ?? ''), 'what was sent first counts').toMatchObject({ channel: null, templateId: null })

    const groups = async (groupBy: string) =>
      Object.fromEntries(
        (await brand.call('GET', `/v1/stats/funnel?groupBy=${groupBy}`)).body.groups.map(
          (group: { key: string; steps: { step: string; count: number }[] }) => [
            group.key,
            group.steps.map(step => step.count).slice(0, 3),
          ],
        ),
      )
    expect(await groups('channel')).toEqual({ email: [1, 0, 0], sms: [1, 0, 1], null: [1, 0, 0] })
    expect(await groups('template')).toEqual({ [template.id]: [1, 0, 0], null: [2, 0, 1] })
    const sent = (await eventsOf(kit, brand)).filter(({ type }) => type === 'spark_request.sent').map(event => event.previous)
    expect(sent).toContainEqual({ sentAt: null, channel: null, templateId: null })
    await expectSound(kit, brand)
  })

  test('are checked by the rules of their channel before they count as sent', async () => {
    const brand = await kit.tenant()
    const { linkId, requestId } = await askedPost(brand, 1)
    const { url, shortUrl } = (await brand.call('GET', `/v1/approval-links/${linkId}/message`)).body
    const cases: [object, string][] = [
      [{ text: 'Hi!' }, 'message_without_link'],
      [{ channel: 'tiktok_dm', text: shortUrl }, 'message_without_link'],
      [{ channel: 'comment', text: `${url} ${shortUrl}` }, 'message_shows_link'],
      [{ channel: 'sms', text: `${url} ${'あ'.repeat(200)}` }, 'message_too_long'],
    ]
    for (const [body, code] of cases) expectProblem(await say(brand, 'sent', { linkId, body }), 422, code)
    const unknown = { templateId: 'tpl_01h455vb4pex5vsknk084sn02q' }
    expectProblem(await say(brand, 'sent', { linkId, body: unknown }), 400, 'invalid_request')
    expect((await request(brand, requestId)).sentAt).toBeNull()
    expect((await say(brand, 'sent', { linkId, body: { channel: 'comment', text: `Hi! ${shortUrl}` } })).status).toBe(200)
  })

  test('a reminder is due until it is marked as sent, and twice is the same as once', async () => {
    const brand = await sandbox()
    const { linkId, requestId, token } = await askedPost(brand, 1, { respondBy: '2099-01-01' })
    expectProblem(await say(brand, 'reminded', { linkId }), 409, 'message_not_sent')
    const start = await now(brand)
    await say(brand, 'sent', { linkId })
    await advance(brand, 3)
    expect(await request(brand, requestId)).toMatchObject({ reminders: 1, reminderDueAt: new Date(start + 3 * DAY_MS).toISOString() })
    const { text } = (await brand.call('GET', `/v1/approval-links/${linkId}/message?kind=reminder`)).body
    expect(text).toContain('again')
    await advance(brand, 1)
    const both = await Promise.all([say(brand, 'reminded', { linkId, body: { text } }), say(brand, 'reminded', { linkId })])
    expect(both.map(({ body }) => body.requestIds)).toEqual([[requestId], [requestId]])
    const remindedAt = new Date(start + 4 * DAY_MS).toISOString()
    expect(await request(brand, requestId)).toMatchObject({ reminderDueAt: null, remindedAt })
    expect(typesOf(await eventsOf(kit, brand)).filter(type => type === 'spark_request.reminded')).toHaveLength(1)
    await advance(brand, 3)
    expect((await request(brand, requestId)).reminders, 'the rule goes on').toBe(2)
    await creator(kit, token).reject({ requestId })
    expectProblem(await say(brand, 'reminded', { linkId }), 409, 'message_not_sent')
    await advance(brand, 30)
    expect((await request(brand, requestId)).reminders).toBe(2)
    await expectSound(kit, brand)
  })

  test('a reminder sent late gives two days of peace', async () => {
    const brand = await sandbox()
    const { linkId, requestId } = await askedPost(brand, 1, { respondBy: '2099-01-01' })
    await say(brand, 'sent', { linkId })
    await advance(brand, 6)
    await say(brand, 'reminded', { linkId })
    await advance(brand, 1)
    expect((await request(brand, requestId)).reminders).toBe(1)
    await advance(brand, 1)
    expect((await request(brand, requestId)).reminders).toBe(2)
  })

  test('nobody is reminded who must not be contacted', async () => {
    const brand = await sandbox()
    const { linkId, requestId } = await askedPost(brand, 1)
    await say(brand, 'sent', { linkId })
    const { creatorId } = await request(brand, requestId)
    await brand.call('PATCH', `/v1/creators/${creatorId}`, { doNotContact: true })
    await advance(brand, 20)
    expect(await request(brand, requestId)).toMatchObject({ reminders: 0, reminderDueAt: null })
  })

  test('a message never shows a short code that has run out', async () => {
    const brand = await sandbox()
    const { linkId } = await askedPost(brand, 1, { respondBy: '2099-01-01' })
    const message = async () => (await brand.call('GET', `/v1/approval-links/${linkId}/message`)).body
    const first = await message()
    await advance(brand, 11)
    expect((await message()).shortCode).toBe(first.shortCode)
    await advance(brand, 2)
    const [second, same] = await Promise.all([message(), message()])
    expect(second.shortCode).not.toBe(first.shortCode)
    expect(same.shortCode).toBe(second.shortCode)
    expect(second.shortCodeEndsAt).toBe(new Date((await now(brand)) + 14 * DAY_MS).toISOString())
    const renewed = (await brand.call('POST', `/v1/approval-links/${linkId}/short-code`)).body
    expect([renewed.shortCode === second.shortCode, renewed.shortUrl]).toEqual([false, `https://sparkkit.test/c/${renewed.shortCode}`])
    expect((await message()).shortCode).toBe(renewed.shortCode)
    expect(typesOf(await eventsOf(kit, brand)).filter(type => type === 'approval_link.short_code_renewed')).toHaveLength(2)
  })
})
