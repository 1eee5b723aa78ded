import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A signing secret as Standard Webhooks spells it. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

export const webhookKey = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')

/** The headers of one attempt; `at` is its wall time in epoch milliseconds. */
export function signedHeaders(key: Buffer, message: { id: string; at: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000))
  const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.`).update(message.body).digest('base64')
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
