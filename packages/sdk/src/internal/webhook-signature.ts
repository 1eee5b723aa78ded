import { WebhookVerificationError } from './webhook-verification-error.ts'

/** The keys of one or more `whsec_` secrets; the prefix may be absent. */
export function decodeSecrets(secret: string | readonly string[]): [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  const [first, ...rest] = (typeof secret === 'string' ? [secret] : secret).map(decodeSecret)
  if (first === undefined) throw invalidSecret()
  return [first, ...rest]
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> {
  try {
    const key = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), char => char.charCodeAt(0))
    if (key.length > 0) return key
  } catch {
    // Not base64: the same complaint as an empty one.
  }
  throw invalidSecret()
}

function invalidSecret(): WebhookVerificationError {
  return new WebhookVerificationError('invalid_secret', 'the webhook secret must be the whsec_… of the endpoint')
}

/** Base64 of HMAC-SHA256 over `prefix` followed by `body`. */
export async function hmacSha256(key: Uint8Array<ArrayBuffer>, prefix: string, body: string | Uint8Array | ArrayBuffer): Promise<string> {
  const { subtle } = crypto
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await subtle.sign('HMAC', imported, concatenated(encode(prefix), encode(body)))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

function encode(content: string | Uint8Array | ArrayBuffer): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content)
  return content instanceof ArrayBuffer ? new Uint8Array(content) : content
}

function concatenated(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}

/** Takes as long for a near miss as for a wild one. */
export function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}
