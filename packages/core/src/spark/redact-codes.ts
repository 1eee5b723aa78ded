import { clearlyCode, looksLikeCode } from './code-shape.ts'
import { maskSparkCode } from './parse-spark-code.ts'

const CANDIDATE = /#?[A-Za-z0-9+/_-]{16,}={0,2}/g

/** A text with every Spark Code in it masked: for what people write beside codes, such as a reason, before it is kept or shown. */
export function redactSparkCodes(text: string): string {
  return text.replace(CANDIDATE, found => {
    const isCode = found.startsWith('#') ? looksLikeCode(found.slice(1)) : clearlyCode(found)
    return isCode ? maskSparkCode(found) : found
  })
}
