import fc, { type Arbitrary } from 'fast-check'
import { postUrl, sparkCode } from '../scenario.ts'
import { resolved, type Schema } from './document.ts'

const LONG = 'x'.repeat(100_000)
const DEEP = '['.repeat(2000) + ']'.repeat(2000)
/** Texts that have broken services before. */
const TEXTS = [
  ...['', ' ', '\u0000', '\ud800', '\uffff', '\u202e', '🧴'.repeat(50), 'e\u0301', 'null', 'NaN', '-0', '1e309', '0x10', '٣', 'true'],
  ...["' OR 1=1 --", '"; DROP TABLE content; --', '%', '_', '\\', '*', 'a AND b NEAR', '#{7*7}', '{{link}}', '<script>alert(1)</script>'],
  ...[
    '__proto__',
    'constructor',
    '../../etc/passwd',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    '=1+1',
    '2026-02-30',
    '9999-12-31T23:59:60Z',
  ],
  ...['cnt_zzzzzzzzzzzzzzzzzzzzzzzzzz', 'CNT_01H455VB4PEX5VSKNK084SN02Q', '-'.repeat(300), LONG],
]

export const hostileText: Arbitrary<string> = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }))

/** URLs of hosts that can never be: nobody is to hear from us. */
const nowhere = fc.webUrl().map(text => text.replace(/^(https?:\/\/[^/:?#]+)/, '$1.invalid'))

/** Anything but what is asked for. */
export const hostile: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, [], {}, [[]], [null], { '': '' }),
  fc.constant(DEEP).map(text => JSON.parse(text)),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Values that fit a schema, its edges often among them. `known` are texts that mean something here. */
export type ValueFor = (schema: Schema) => Arbitrary<unknown>

const edges = (values: readonly (number | undefined)[]): number[] => values.filter(value => value !== undefined)

function textOf({ pattern, format, minLength = 0, maxLength = 300 }: Schema, known: readonly string[]): Arbitrary<string> {
  if (pattern !== undefined) {
    const fitting = known.filter(text => new RegExp(pattern).test(text))
    const made = fc.stringMatching(new RegExp(pattern, 'u'))
    return fitting.length > 0 ? fc.oneof(fc.constantFrom(...fitting), made) : made
  }
  const date = fc.date({ min: new Date(0), max: new Date('2110-01-01'), noInvalidDate: true }).map(at => at.toISOString())
  if (format === 'date-time') return date
  if (format === 'date') return date.map(text => text.slice(0, 10))
  if (format === 'uri') return fc.oneof(nowhere, fc.constantFrom('https://hooks.example/a', 'http://127.0.0.1:65535/hook'))
  const free = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 60) })
  const atEdge = fc.constantFrom(...edges([minLength, Math.min(maxLength, 20_000)])).map(length => 'a'.repeat(length))
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: free }, { weight: 1, arbitrary: atEdge })
}

function numberOf({ type, minimum, maximum, exclusiveMinimum }: Schema): Arbitrary<number> {
  const [min, max] = [minimum ?? exclusiveMinimum ?? -1000, maximum ?? 2 ** 40]
  const inside =
    type === 'number' ? fc.double({ min, max, noNaN: true }) : fc.maxSafeInteger().map(n => min + (Math.abs(n) % (max - min + 1)))
  return fc.oneof(inside, fc.constantFrom(min, max))
}

/** Makes values for the schemas of the document. */
export function valuesOf(ids: readonly string[]): ValueFor {
  const known = [
    ...ids,
    postUrl(1),
    postUrl(2),
    sparkCode('world'),
    sparkCode('other'),
    '*',
    'spark_code.*',
    'Europe/Madrid',
    'https://app.example',
  ]

  const ofType = (schema: Schema, type: string): Arbitrary<unknown> => {
    if (type === 'string') return textOf(schema, known)
    if (type === 'integer' || type === 'number') return numberOf({ ...schema, type })
    if (type === 'boolean') return fc.boolean()
    if (type === 'null') return fc.constant(null)
    if (type === 'array') {
      const minLength = schema.minItems ?? 0
      return fc.array(valueFor(schema.items ?? {}), { minLength, maxLength: Math.max(minLength, Math.min(schema.maxItems ?? 4, 4)) })
    }
    const { properties = {}, required = [], additionalProperties } = schema
    const fields = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, valueFor(property)]))
    const record = fc.record(fields, { requiredKeys: Object.keys(fields).filter(name => required.includes(name)) })
    if (typeof additionalProperties !== 'object') return record
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 40 }), valueFor(additionalProperties), { maxKeys: 3 })
  }

  const valueFor: ValueFor = given => {
    const schema = resolved(given)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.allOf) return fc.tuple(...schema.allOf.map(valueFor)).map(parts => Object.assign({}, ...parts))
    const alternatives = schema.anyOf ?? schema.oneOf
    if (alternatives) return fc.oneof(...alternatives.map(valueFor))
    const types = [schema.type ?? 'object'].flat()
    return fc.oneof(...types.map(type => ofType(schema, type)))
  }
  return valueFor
}

type Path = readonly (string | number)[]

/** Every place in a value. */
const placesIn = (value: unknown, path: Path = []): Path[] => {
  const inner = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [path, ...inner.flatMap(([key, each]) => placesIn(each, [...path, key]))]
}

function changed(value: unknown, [key, ...rest]: Path, change: (at: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? changed(each, rest, change) : each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const next = name === key ? changed(each, rest, change) : each
      return next === undefined ? [] : [[name, next]]
    }),
  )
}

/** A fitting value with one place of it left out, replaced, or given something more. */
export const spoilt = (fitting: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.tuple(fitting, fc.nat(), fc.constantFrom('drop', 'replace', 'add'), hostile, hostileText).map(([value, pick, way, bad, name]) => {
    const places = placesIn(value)
    const place = places[pick % places.length] ?? []
    if (way === 'drop') return changed(value, place, () => (place.length === 0 ? {} : undefined))
    if (way === 'replace') return changed(value, place, () => bad)
    return changed(value, place, at => (typeof at === 'object' && at !== null && !Array.isArray(at) ? { ...at, [name]: bad } : [at, bad]))
  })
