import { describe, expect, test } from 'vitest'
import { createKeyRing, KeyRingError, newKeyRingKey, type SealContext } from './key-ring.ts'

const OLD = newKeyRingKey('2025')
const NEW = newKeyRingKey('2026')
const CONTEXT: SealContext = { workspaceId: 'ws_1', rowId: 'code_1', purpose: 'spark_code' }

describe('sealing', () => {
  const ring = createKeyRing(NEW)

  test('hides a text and gives it back, each time in another form', () => {
    const sealed = ['#code 🔑', '#code 🔑', ''].map(text => ring.seal(text, CONTEXT))
    expect(sealed.map(each => ring.open(each, CONTEXT))).toEqual(['#code 🔑', '#code 🔑', ''])
    expect(sealed[0]).not.toBe(sealed[1])
    expect(sealed[0]).not.toContain('code')
  })

  test.each<Partial<SealContext>>([{ workspaceId: 'ws_2' }, { rowId: 'code_2' }, { purpose: 'approval_token' }])(
    'binds a value to its place: it does not open at %j',
    other => {
      expect(() => ring.open(ring.seal('x', CONTEXT), { ...CONTEXT, ...other })).toThrow(KeyRingError)
    },
  )

  test('notices a change of any character', () => {
    const sealed = ring.seal('a secret', CONTEXT)
    for (let index = sealed.indexOf('.') + 1; index < sealed.length - 1; index += 1) {
      const changed = `${sealed.slice(0, index)}${sealed[index] === 'A' ? 'B' : 'A'}${sealed.slice(index + 1)}`
      expect(() => ring.open(changed, CONTEXT)).toThrow(KeyRingError)
    }
    for (const broken of ['', 'x', '2026.', '2026.AAAA', 'gone.AAAA']) expect(() => ring.open(broken, CONTEXT)).toThrow(KeyRingError)
  })
})

describe('a ring of several keys', () => {
  test('seals with the first and opens what any of them sealed', () => {
    const old = createKeyRing(OLD)
    const both = createKeyRing(`${NEW}, ${OLD}`)
    expect(both.open(old.seal('kept', CONTEXT), CONTEXT)).toBe('kept')
    expect(both.seal('x', CONTEXT)).toMatch(/^2026\./)
    expect(() => old.open(both.seal('x', CONTEXT), CONTEXT)).toThrow(/not in the key ring/)
  })

  test('finds a secret again under every one of them, inside one workspace only', () => {
    const old = createKeyRing(OLD)
    const both = createKeyRing(`${NEW},${OLD}`)
    expect(both.fingerprints('#code', 'ws_1')).toEqual([both.fingerprint('#code', 'ws_1'), old.fingerprint('#code', 'ws_1')])
    expect(both.fingerprint('#code', 'ws_1')).not.toBe(both.fingerprint('#code', 'ws_2'))
    expect(both.fingerprint('#code', 'ws_1')).not.toBe(both.fingerprint('#Code', 'ws_1'))
  })
})

describe('a ring that is no ring', () => {
  test.each(['', ' , ', 'key', 'key:c2hvcnQ=', `${OLD},${OLD}`, `:${OLD.split(':')[1]}`, `${OLD}:more`, `${OLD.replace('2025', 'a b')}`])(
    '%j is refused, and the message does not repeat it',
    text => {
      expect(() => createKeyRing(text)).toThrow(KeyRingError)
      try {
        createKeyRing(text)
      } catch (error) {
        expect(String(error)).not.toContain(OLD.split(':')[1])
      }
    },
  )
})
