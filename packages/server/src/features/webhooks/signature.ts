import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A signing secret as Standard Webhooks spells it. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

/** A key object, because node makes one of every buffer, which costs more than the signature itself. */
export const webhookKey = (secret: string): KeyObject => createSecretKey(secret.slice(PREFIX.length), 'base64')

/** The headers of one attempt, with a signature by each key; `at` is its wall time in epoch milliseconds. */
export function signedHeaders(keys: readonly KeyObject[], message: { id: string; at: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000))
  const prefix = `${message.id}.${timestamp}.`
  const signatures = keys.map(key => `v1,${createHmac('sha256', key).update(prefix).update(message.body).digest('base64')}`)
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
