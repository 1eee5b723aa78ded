import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, test } from 'vitest'
import * as webhooks from './webhooks.ts'
import { WebhookVerificationError } from './webhooks.ts'

const NOW = Date.now()
const SECONDS = Math.floor(NOW / 1000)
const SECRET = secretOf(32)
const OTHER = secretOf(24)
const BODY = '{"type":"spark_code.received","data":{"caption":"¡Mañana! 日本 🎬"}}'

function secretOf(bytes: number): string {
  return `whsec_${Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 37 + bytes) % 256)).toString('base64')}`
}

type Delivery = { readonly body: string; readonly headers: Record<string, string> }

function signatureOf(secret: string, timestamp: number, id = 'evt_1'): string {
  return new StandardWebhook(secret).sign(id, new Date(timestamp * 1000), BODY)
}

function delivery(changes: Record<string, string | undefined> = {}, body = BODY): Delivery {
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(SECONDS),
    'webhook-signature': signatureOf(SECRET, SECONDS),
    ...changes,
  }
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { body, headers: Object.fromEntries(present) }
}

type Case = readonly [name: string, delivery: Delivery, accepted: boolean]

const at = (seconds: number): Delivery =>
  delivery({ 'webhook-timestamp': String(seconds), 'webhook-signature': signatureOf(SECRET, seconds) })

const MATRIX: readonly Case[] = [
  ['a valid signature', delivery(), true],
  ['the right signature second', delivery({ 'webhook-signature': `${signatureOf(OTHER, SECONDS)} ${signatureOf(SECRET, SECONDS)}` }), true],
  ['an asymmetric signature beside ours', delivery({ 'webhook-signature': `v1a,abcd ${signatureOf(SECRET, SECONDS)}` }), true],
  ['the wrong secret', delivery({ 'webhook-signature': signatureOf(OTHER, SECONDS) }), false],
  ['an old timestamp', at(SECONDS - 310), false],
  ['a timestamp in the future', at(SECONDS + 310), false],
  ['no id', delivery({ 'webhook-id': undefined }), false],
  ['another id', delivery({ 'webhook-id': 'evt_2' }), false],
  ['another body', delivery({}, `${BODY} `), false],
]

async function accepts(check: () => unknown): Promise<boolean> {
  try {
    await check()
    return true
  } catch {
    return false
  }
}

describe('the nine deliveries every verifier agrees on', () => {
  test.each(MATRIX)('%s', async (_name, { body, headers }, accepted) => {
    const verdicts = await Promise.all([
      accepts(() => webhooks.verify(body, headers, SECRET)),
      accepts(() => new StandardWebhook(SECRET).verify(body, headers)),
      accepts(() => new SvixWebhook(SECRET).verify(body, headers)),
    ])
    expect(verdicts).toEqual([accepted, accepted, accepted])
  })
})

describe('what we sign', () => {
  test.each([24, 32, 64])('verifies elsewhere with a secret of %i bytes', async bytes => {
    const secret = secretOf(bytes)
    const { body, headers } = await webhooks.signTestPayload({ payload: BODY, secret })
    expect(await accepts(() => new StandardWebhook(secret).verify(body, headers))).toBe(true)
    expect(await accepts(() => new SvixWebhook(secret).verify(body, headers))).toBe(true)
    expect(await accepts(() => new StandardWebhook(SECRET).verify(body, headers))).toBe(secret === SECRET)
  })

  test('is an event under its own id at the given time', async () => {
    const payload = {
      id: 'evt_9',
      type: 'webhook_endpoint.test',
      timestamp: '2026-01-01T00:00:00Z',
      workspaceId: 'ws_1',
      sequence: 1,
      data: {},
    }
    const { body, headers } = await webhooks.signTestPayload({ payload, secret: SECRET, timestamp: 1_767_225_600_000 })
    expect(headers).toMatchObject({ 'webhook-id': 'evt_9', 'webhook-timestamp': '1767225600' })
    expect(await webhooks.unwrap(body, headers, { secret: SECRET, now: 1_767_225_600_000 })).toEqual(payload)
  })

  test('fits a Request as it is', async () => {
    const request = new Request('http://localhost/hooks', {
      method: 'POST',
      ...(await webhooks.signTestPayload({ payload: BODY, secret: SECRET })),
    })
    expect(await webhooks.unwrap(await request.arrayBuffer(), request.headers, SECRET)).toMatchObject({ type: 'spark_code.received' })
  })
})

describe('what we accept', () => {
  const { body, headers } = delivery()
  const [id, timestamp, signature] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']]

  test.each<[string, webhooks.WebhookHeaders]>([
    ['Headers', new Headers(headers)],
    ['a record', headers],
    ['a record in capitals', { 'Webhook-Id': id, 'WEBHOOK-TIMESTAMP': timestamp, 'Webhook-Signature': signature }],
    [
      'Node headers with lists',
      { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': ['v1,no', String(signature)], host: undefined },
    ],
  ])('headers as %s', async (_form, form) => {
    expect(await webhooks.verify(body, form, SECRET)).toEqual({ id: 'evt_1', timestamp: SECONDS * 1000 })
  })

  test.each<[string, webhooks.RawBody]>([
    ['text', body],
    ['a Buffer', Buffer.from(body)],
    ['an ArrayBuffer', new TextEncoder().encode(body).buffer],
    ['a view into a larger buffer', Buffer.concat([Buffer.from('x'), Buffer.from(body)]).subarray(1)],
  ])('a body as %s, with its characters intact', async (_form, form) => {
    expect(await webhooks.unwrap(form, headers, SECRET)).toEqual(JSON.parse(BODY))
  })

  test('any of several secrets, with or without their prefix', async () => {
    expect(await accepts(() => webhooks.verify(body, headers, [OTHER, SECRET]))).toBe(true)
    expect(await accepts(() => webhooks.verify(body, headers, SECRET.replace('whsec_', '')))).toBe(true)
    expect(await accepts(() => webhooks.verify(body, headers, [OTHER]))).toBe(false)
  })

  test.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('an age of %i s by default', async (age, accepted) => {
    expect(await accepts(() => webhooks.verify(body, headers, { secret: SECRET, now: (SECONDS + age) * 1000 }))).toBe(accepted)
  })

  test('a tolerance of the caller', async () => {
    const now = (SECONDS + 3600) * 1000
    expect(await accepts(() => webhooks.verify(body, headers, { secret: SECRET, now, toleranceSeconds: 3600 }))).toBe(true)
    expect(await accepts(() => webhooks.verify(body, headers, { secret: SECRET, now, toleranceSeconds: Number.NaN }))).toBe(false)
  })
})

describe('what we say when we refuse', () => {
  const valid = delivery()

  test.each<[webhooks.WebhookVerificationErrorCode, string, () => Promise<unknown>]>([
    ['missing_header', 'no signature', () => webhooks.verify(BODY, { ...valid.headers, 'webhook-signature': '' }, SECRET)],
    [
      'invalid_timestamp',
      'a timestamp that is no number',
      () => webhooks.verify(BODY, { ...valid.headers, 'webhook-timestamp': '1e9' }, SECRET),
    ],
    ['timestamp_too_old', 'a replay', () => webhooks.verify(BODY, valid.headers, { secret: SECRET, now: NOW + 400_000 })],
    ['timestamp_too_new', 'a clock that is behind', () => webhooks.verify(BODY, valid.headers, { secret: SECRET, now: NOW - 400_000 })],
    ['no_matching_signature', 'the wrong secret', () => webhooks.verify(BODY, valid.headers, OTHER)],
    ['invalid_secret', 'an empty secret', () => webhooks.verify(BODY, valid.headers, '')],
    ['invalid_secret', 'a secret that is only its prefix', () => webhooks.verify(BODY, valid.headers, 'whsec_')],
    ['invalid_secret', 'a secret that is not base64', () => webhooks.verify(BODY, valid.headers, 'whsec_***')],
    ['invalid_secret', 'no secret at all', () => webhooks.verify(BODY, valid.headers, [])],
    ['invalid_payload', 'a parsed body', () => webhooks.verify(JSON.parse(BODY), valid.headers, SECRET)],
    [
      'invalid_payload',
      'a signed body that is not JSON',
      async () => {
        const { body, headers } = await webhooks.signTestPayload({ payload: 'hello', secret: SECRET })
        return webhooks.unwrap(body, headers, SECRET)
      },
    ],
  ])('%s for %s', async (code, _what, check) => {
    const error = await check().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WebhookVerificationError)
    expect(error).toMatchObject({ name: 'WebhookVerificationError', code })
    expect(String(error)).not.toContain(SECRET.slice(6, 20))
  })
})
