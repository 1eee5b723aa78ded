import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** What a sealed value belongs to: it opens at its own workspace, row and purpose only. */
export interface SealContext {
  readonly workspaceId: string
  readonly rowId: string
  readonly purpose:
    | 'spark_code'
    | 'connection'
    | 'approval_token'
    | 'short_code'
    | 'answer_session'
    | 'handoff_token'
    | 'webhook_secret'
    | 'webhook_headers'
    | 'idempotent_answer'
    | 'erasure_key'
}

export interface KeyRing {
  seal(plaintext: string, context: SealContext): string
  /** Throws {@link KeyRingError} when the key is gone or the value was tampered with. */
  open(sealed: string, context: SealContext): string
  /** Keyed hash that finds the same secret again inside one workspace; of the current key. */
  fingerprint(value: string, workspaceId: string): string
  /** The same under every key of the ring, the current one first: rows not yet rotated are found too. */
  fingerprints(value: string, workspaceId: string): string[]
  /** Signs embed tokens; `id` is the JWT's `kid`. */
  readonly signingKeys: readonly { id: string; privateKey: KeyObject }[]
  /** Signs cursors and the like; of the current key. */
  hmac(purpose: string, value: string): string
  /** The same under every key of the ring, so that what was signed before a rotation still counts. */
  hmacs(purpose: string, value: string): string[]
  /** The name of the key that seals now. */
  readonly currentId: string
  /** The names of the other keys, which only open. */
  readonly otherIds: readonly string[]
  /** Whether the current key sealed this. */
  isCurrent(sealed: string): boolean
}

export class KeyRingError extends Error {
  override readonly name = 'KeyRingError' as const
}

interface RingKey {
  id: string
  secret: Buffer
}

const IV_BYTES = 12
const TAG_BYTES = 16
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

const derive = (key: RingKey, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key.secret, '', `sparkkit:${purpose}`, 32))

const associatedData = (context: SealContext): Buffer => Buffer.from(`${context.workspaceId}:${context.purpose}:${context.rowId}`)

/** `id:base64` pairs, comma-separated; the first key is the current one, the others still open what they sealed. Each is 32 bytes. */
function parse(text: string): RingKey[] {
  const keys = text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const [id, encoded, ...rest] = part.split(':')
      const secret = Buffer.from(encoded ?? '', 'base64')
      if (!id || !/^[\w-]{1,32}$/.test(id) || rest.length > 0 || secret.length !== 32) {
        throw new KeyRingError(
          'A key of the key ring must be `id:` and 32 bytes in base64, for example one made by `sparkkit keyring create`.',
        )
      }
      return { id, secret }
    })
  if (new Set(keys.map(key => key.id)).size !== keys.length) throw new KeyRingError('Two keys of the key ring have the same id.')
  return keys
}

/** A fresh 256-bit key in the form {@link createKeyRing} reads. */
export const newKeyRingKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`

export function createKeyRing(text: string): KeyRing {
  const keys = parse(text)
  const [current] = keys
  if (!current) throw new KeyRingError('The key ring is empty: without it Spark Codes cannot be sealed, so SparkKit does not start.')
  // Key objects, because node makes one of every buffer, which costs more than the HMAC itself.
  const derived = new Map<string, KeyObject>()
  const key = (ringKey: RingKey, purpose: string): KeyObject => {
    const name = `${ringKey.id}:${purpose}`
    const found = derived.get(name) ?? createSecretKey(derive(ringKey, purpose))
    derived.set(name, found)
    return found
  }
  const hmacUnder = (ringKey: RingKey, purpose: string, value: string): string =>
    createHmac('sha256', key(ringKey, purpose)).update(value).digest('base64url')
  const fingerprintUnder = (ringKey: RingKey, value: string, workspaceId: string): string =>
    createHmac('sha256', key(ringKey, 'fingerprint')).update(`${workspaceId}\0${value}`).digest('base64url')

  return {
    seal(plaintext, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key(current, 'seal'), iv).setAAD(associatedData(context))
      const body = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current.id}.${body.toString('base64url')}`
    },
    open(sealed, context) {
      const dot = sealed.indexOf('.')
      const ringKey = keys.find(candidate => candidate.id === sealed.slice(0, dot))
      if (!ringKey) throw new KeyRingError(`Sealed with key ${sealed.slice(0, Math.max(dot, 0))}, which is not in the key ring.`)
      const body = Buffer.from(sealed.slice(dot + 1), 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key(ringKey, 'seal'), body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        decipher.setAAD(associatedData(context)).setAuthTag(body.subarray(-TAG_BYTES))
        return Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new KeyRingError('A sealed value does not open: it was altered or belongs to another row.', { cause })
      }
    },
    fingerprint: (value, workspaceId) => fingerprintUnder(current, value, workspaceId),
    fingerprints: (value, workspaceId) => keys.map(ringKey => fingerprintUnder(ringKey, value, workspaceId)),
    signingKeys: keys.map(ringKey => ({
      id: ringKey.id,
      privateKey: createPrivateKey({
        key: Buffer.concat([ED25519_PKCS8_PREFIX, key(ringKey, 'embed-token').export()]),
        format: 'der',
        type: 'pkcs8',
      }),
    })),
    hmac: (purpose, value) => hmacUnder(current, purpose, value),
    hmacs: (purpose, value) => keys.map(ringKey => hmacUnder(ringKey, purpose, value)),
    currentId: current.id,
    otherIds: keys.slice(1).map(ringKey => ringKey.id),
    isCurrent: sealed => sealed.startsWith(`${current.id}.`),
  }
}

/** For secrets with at least 128 random bits, which need no slow hash. */
export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex')
