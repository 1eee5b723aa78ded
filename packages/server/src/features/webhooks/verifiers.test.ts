import { OpenAI } from 'openai'
import { Resend } from 'resend'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit } from '../../testing/index.ts'
import { contentEvent, createStage, emit, type Received, type Receiver, type Stage } from './testing.ts'

interface Message {
  readonly body: string
  readonly headers: Record<string, string>
}

/** Each throws when it does not accept the message. */
const VERIFIERS: Record<string, (secret: string, message: Message) => unknown> = {
  standardwebhooks: (secret, { body, headers }) => new StandardWebhook(secret).verify(body, headers),
  svix: (secret, { body, headers }) => new SvixWebhook(secret).verify(body, headers),
  openai: (secret, { body, headers }) => new OpenAI({ apiKey: 'none', webhookSecret: secret }).webhooks.unwrap(body, headers),
  resend: (secret, { body, headers }) =>
    new Resend('re_none').webhooks.verify({
      payload: body,
      webhookSecret: secret,
      headers: {
        id: headers['webhook-id'] ?? '',
        timestamp: headers['webhook-timestamp'] ?? '',
        signature: headers['webhook-signature'] ?? '',
      },
    }),
}

/** What the server really sent. */
const messageOf = ({ headers, body }: Received): Message => ({
  body,
  headers: Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => [name, String(headers[name])])),
})

const withHeader = (message: Message, name: string, change: (value: string) => string): Message => ({
  ...message,
  headers: { ...message.headers, [name]: change(message.headers[name] ?? '') },
})

const withoutId = ({ body, headers: { 'webhook-id': _id, ...headers } }: Message): Message => ({ body, headers })

const FOREIGN = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const CAPTION = 'Crème brûlée 🍮 \u2028 "quoted"'

let stage: Stage
let hook: Receiver
let endpoint: { id: string; secret: string }
let sent: { now: Message; late: Message; early: Message; rotating: Message }
let rotated: string

async function capture(shiftMs: number): Promise<Message> {
  stage.pass(shiftMs)
  await emit(stage.kit, stage.brand, contentEvent(CAPTION))
  await stage.drain()
  stage.pass(-shiftMs)
  const got = hook.received.at(-1)
  if (!got) throw new Error('nothing arrived')
  return messageOf(got)
}

beforeAll(async () => {
  stage = await createStage(createTestKit)
  hook = await stage.receiver()
  endpoint = await stage.endpoint(hook.url)
  const [now, late, early] = [await capture(0), await capture(-303_000), await capture(303_000)]
  rotated = (await stage.brand.call('POST', `/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, { overlapHours: 1 })).body.secret
  sent = { now, late, early, rotating: await capture(0) }
})
afterAll(() => stage.close())

const CASES: [name: string, isAccepted: boolean, of: () => { secret: string; message: Message }][] = [
  ['as it was sent', true, () => ({ secret: endpoint.secret, message: sent.now })],
  ['signed by two secrets, during rotation, for the new one', true, () => ({ secret: rotated, message: sent.rotating })],
  ['signed by two secrets, during rotation, for the old one', true, () => ({ secret: endpoint.secret, message: sent.rotating })],
  [
    'with a signature of another version before it',
    true,
    () => ({ secret: endpoint.secret, message: withHeader(sent.now, 'webhook-signature', value => `v1a,${'A'.repeat(86)}== ${value}`) }),
  ],
  ['for another secret', false, () => ({ secret: FOREIGN, message: sent.now })],
  ['for another secret, during rotation', false, () => ({ secret: FOREIGN, message: sent.rotating })],
  ['sent more than 300 s ago', false, () => ({ secret: endpoint.secret, message: sent.late })],
  ['sent more than 300 s in the future', false, () => ({ secret: endpoint.secret, message: sent.early })],
  ['without its id', false, () => ({ secret: endpoint.secret, message: withoutId(sent.now) })],
  ['with another id', false, () => ({ secret: endpoint.secret, message: withHeader(sent.now, 'webhook-id', id => `${id}x`) })],
  [
    'with another body',
    false,
    () => ({ secret: endpoint.secret, message: { ...sent.now, body: sent.now.body.replace('quoted', 'altered') } }),
  ],
  [
    'with another body, during rotation',
    false,
    () => ({ secret: rotated, message: { ...sent.rotating, body: sent.rotating.body.replace('quoted', 'altered') } }),
  ],
]

describe.each(Object.entries(VERIFIERS))('%s', (_name, verify) => {
  test.each(CASES)('a delivery %s: accepted %s', async (_case, isAccepted, of) => {
    const { secret, message } = of()
    const outcome = await Promise.resolve()
      .then(() => verify(secret, message))
      .then(
        () => true,
        () => false,
      )
    expect(outcome).toBe(isAccepted)
  })
})
