import type { Context, TypedResponse } from 'hono'

declare const kind: unique symbol

/** JSON of a T that was printed elsewhere and is never parsed here. */
export type JsonText<T> = string & { readonly [kind]: T }

/** Vouched for by whoever prints it, and by a test beside the printer. */
export const asJsonText = <T>(text: string): JsonText<T> => text as JsonText<T>

const asTyped = <T>(response: Response): Response & TypedResponse<T, 200, 'json'> => response as Response & TypedResponse<T, 200, 'json'>

/** Like `c.json(value, 200)` for a value that is text already. */
export const sendJson = <T>(c: Context, text: JsonText<T>): Response & TypedResponse<T, 200, 'json'> =>
  asTyped(c.body(text, 200, { 'content-type': 'application/json' }))
