import { TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../testing/index.ts'

export interface TestRequest {
  method: string
  path: string
  body?: unknown
  headers?: Record<string, string>
}

export interface RawAnswer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field and say what they expect of each.
  body: any
}

/** A call with headers of its own; the caller is the tenant, or nobody. */
export async function request(kit: TestKit, tenant: TestTenant | null, { method, path, body, headers }: TestRequest): Promise<RawAnswer> {
  const response = await kit.kit.fetch(
    new Request(`${TEST_PUBLIC_URL}${path}`, {
      method,
      headers: {
        ...(tenant && { authorization: `Bearer ${tenant.key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined }
}
