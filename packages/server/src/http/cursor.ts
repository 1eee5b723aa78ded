import { Problem } from '../problem.ts'
import type { KeyRing } from '../security/key-ring.ts'

export type CursorPosition = readonly (string | number | null)[]

/** What a cursor belongs to: the list, its filters and sort. Another query's cursor is refused. */
export interface CursorContext {
  readonly keyRing: KeyRing
  readonly workspaceId: string
  readonly list: string
  readonly query: object
}

const SIGNATURE_LENGTH = 22

const signedText = ({ workspaceId, list, query }: CursorContext, body: string): string =>
  JSON.stringify([workspaceId, list, Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)), body])

const sign = (context: CursorContext, body: string): string =>
  context.keyRing.hmac('cursor', signedText(context, body)).slice(0, SIGNATURE_LENGTH)

const isSigned = (context: CursorContext, body: string, signature: string | undefined): boolean =>
  context.keyRing.hmacs('cursor', signedText(context, body)).some(each => each.slice(0, SIGNATURE_LENGTH) === signature)

export function encodeCursor(context: CursorContext, position: CursorPosition): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${body}.${sign(context, body)}`
}

export function decodeCursor(context: CursorContext, cursor: string): CursorPosition {
  const [body = '', signature] = cursor.split('.')
  if (!isSigned(context, body, signature)) {
    throw new Problem(
      'invalid_cursor',
      'The cursor does not belong to this query. Start again without it, or keep filters and sort as they were.',
    )
  }
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
}
