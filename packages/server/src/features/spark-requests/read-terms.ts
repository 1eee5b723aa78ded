import type { Services } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { GuardedFetchError, type GuardedResponse } from '../../security/guarded-fetch.ts'
import { sha256 } from '../../security/key-ring.ts'
import { htmlToText } from './html-text.ts'
import { MAX_TERMS_LENGTH, type TermsInput, type TermsReference } from './terms-contract.ts'

/** Terms as they will be kept: the text that creators are shown, and what it is called. */
export interface ReadTerms {
  readonly text: string
  readonly reference: Omit<TermsReference, 'locale'> & { readonly locale: string | null }
}

type Fetch = Services['fetch']

const MAX_REDIRECTS = 3
const MAX_BYTES = 1024 * 1024
const TIMEOUT_MS = 10_000

const refuse = (why: string): Problem => new Problem('terms_unreadable', why)

/** One name per text, however its lines end. Control characters show nothing and would be hashed all the same. */
function tidy(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f\ufeff]/g, '')
    .split('\n')
    .map(line => line.trimEnd())
  return lines.join('\n').trim()
}

function readPage(html: string): string {
  const text = htmlToText(html)
  if (text === null) throw refuse('The page nests deeper than any text does.')
  return text
}

function decode(body: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(body)
  } catch {
    throw refuse('The answer of the URL is not text in the encoding it says, or in UTF-8.')
  }
}

function textOf({ headers, body }: GuardedResponse): string {
  const [type = '', ...parameters] = String(headers['content-type'] ?? '').split(';')
  const charset = parameters.map(parameter => /^\s*charset="?([\w-]+)"?\s*$/i.exec(parameter)?.[1]).find(Boolean)
  const kind = type.trim().toLowerCase()
  if (kind === 'text/html' || kind === 'application/xhtml+xml') return readPage(decode(body, charset))
  if (kind === 'text/plain' || kind === 'text/markdown') return decode(body, charset)
  throw refuse('The URL leads to something that is neither text nor HTML.')
}

/** An answer that is not a redirect; every step passes the guard by itself. */
async function answerOf(fetch: Fetch, first: string): Promise<GuardedResponse> {
  const deadline = performance.now() + TIMEOUT_MS
  const headers = { accept: 'text/html, text/plain, text/markdown', 'user-agent': 'SparkKit-Terms/1' }
  for (let url = first, step = 0; step <= MAX_REDIRECTS; step += 1) {
    assertAllowed(fetch, url)
    const answer = await fetch(url, { headers, maxBytes: MAX_BYTES, timeoutMs: Math.max(1, deadline - performance.now()) })
    const { location } = answer.headers
    if (answer.status < 300 || answer.status >= 400 || typeof location !== 'string') return answer
    if (!URL.canParse(location, url)) throw refuse('The URL redirects to something that is no URL.')
    url = new URL(location, url).href
  }
  throw refuse(`The URL redirects more than ${MAX_REDIRECTS} times.`)
}

function assertAllowed(fetch: Fetch, url: string): void {
  try {
    fetch.assertUrlAllowed(url)
  } catch (error) {
    throw error instanceof Problem ? refuse(error.message) : error
  }
}

async function fetchText(fetch: Fetch, url: string): Promise<string> {
  try {
    const answer = await answerOf(fetch, url)
    if (answer.status !== 200) throw refuse(`The URL answers with status ${answer.status}.`)
    return textOf(answer)
  } catch (error) {
    throw error instanceof GuardedFetchError ? refuse(error.message) : error
  }
}

/**
 * The terms a caller gave, read now and never again. Goes out to the network, so never inside a transaction.
 * Throws `terms_unreadable`.
 */
export async function readTerms({ fetch }: Pick<Services, 'fetch'>, input: TermsInput): Promise<ReadTerms> {
  const { url, locale = null, version = null } = input
  const text = tidy(url === undefined ? (input.text ?? '') : await fetchText(fetch, url))
  if (text === '') throw refuse('There is no text in the terms.')
  if (text.length > MAX_TERMS_LENGTH) throw refuse(`The terms are longer than ${MAX_TERMS_LENGTH} characters.`)
  return { text, reference: { hash: sha256(text), locale, version, url: url ?? null } }
}
