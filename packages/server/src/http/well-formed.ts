import { createMiddleware } from 'hono/factory'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'

export const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

/** Escapes that may stand for a NUL or half a surrogate pair. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i

const NUL_IN_URL = /%00/

function refuse(): never {
  throw new Problem('invalid_json', 'A text in the body holds a NUL or half a surrogate pair, which no database keeps. Remove it.')
}

/** Refuses text that is not Unicode: the storage engines either refuse it too, or worse. */
export const wellFormed = createMiddleware<AppEnv>(async (c, next) => {
  if (NUL_IN_URL.test(c.req.url)) throw new Problem('invalid_request', 'The URL holds a NUL, which no text here has.')
  if (hasBody(c.req.method) && /json/i.test(c.req.header('content-type') ?? '')) {
    const text = await c.req.text()
    if (SUSPICIOUS.test(text)) {
      try {
        JSON.parse(text, (key, value) => {
          if (key.includes('\0') || !key.isWellFormed()) refuse()
          if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) refuse()
          return value
        })
      } catch (error) {
        // Malformed JSON is the validator's to report.
        if (error instanceof Problem) throw error
      }
    }
  }
  await next()
})
