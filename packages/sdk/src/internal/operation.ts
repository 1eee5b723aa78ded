import type { operations } from '../generated/api.ts'

export type OperationId = keyof operations

/** Names under which the API takes a time, in queries and bodies. There a `Date` does as well as ISO 8601. */
export const TIME_NAMES = [
  'postedAt',
  'postedFrom',
  'postedTo',
  'since',
  'until',
  'endsBefore',
  'respondBy',
  'startsAt',
  'endsAt',
  'expiresAt',
  'from',
  'to',
] as const

type TimeName = (typeof TIME_NAMES)[number]

/** What a caller may give where the API documents `T`: read-only data, dates for times, and `undefined` for what is left out. */
export type Given<T> = T extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: string extends Key ? T[Key] : GivenField<T, Key> | (object extends Pick<T, Key> ? undefined : never) }
    : T

type GivenField<T, Key extends keyof T> = Key extends TimeName ? T[Key] | Date : Given<T[Key]>

/** One value does for a list of one. */
type OneOrMany<T> = T extends readonly (infer Item)[] ? Item | T : T

type QueryParameters<Op extends OperationId> = operations[Op] extends { parameters: { query?: infer Parameters } }
  ? Exclude<Parameters, undefined>
  : never

/** The query of an operation. */
export type Query<Op extends OperationId> = {
  readonly [Key in keyof Given<QueryParameters<Op>>]: OneOrMany<Given<QueryParameters<Op>>[Key]>
}

/** The JSON body of an operation. */
export type Body<Op extends OperationId> = operations[Op] extends { requestBody: { content: { 'application/json': infer Content } } }
  ? Given<Content>
  : never
