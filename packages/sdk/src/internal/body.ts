export type EncodedBody = {
  readonly content: NonNullable<RequestInit['body']> | null
  readonly contentType: string | null
  /** A stream can be sent once only. */
  readonly once: boolean
}

/** JSON, unless the value is something `fetch` sends as it is. */
export function encodeBody(body: unknown, headers: Headers): EncodedBody {
  if (body === undefined) return { content: null, contentType: null, once: false }
  if (body instanceof ReadableStream) return { content: body, contentType: null, once: true }
  if (isRaw(body) || (typeof body === 'string' && headers.has('content-type'))) return { content: body, contentType: null, once: false }
  return { content: JSON.stringify(body), contentType: headers.get('content-type') ?? 'application/json', once: false }
}

type Raw = Exclude<NonNullable<RequestInit['body']>, string>

function isRaw(body: unknown): body is Raw {
  return (
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof URLSearchParams ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}
