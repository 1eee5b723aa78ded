/**
 * A URL path whose values are encoded: `` path`/v1/content/${id}` ``.
 * @throws TypeError for an empty value and for `.` or `..`, which URL parsing would resolve to another endpoint.
 */
export function path(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((built, part, index) => built + encodeSegment(values[index - 1]) + part)
}

function encodeSegment(value: string | number | undefined): string {
  const text = String(value ?? '')
  if (text === '' || /^\.{1,2}$/.test(text)) throw new TypeError(`"${text}" is not a valid id`)
  return encodeURIComponent(text)
}

const DOT_SEGMENT = /\/(\.|%2e){1,2}(?=\/|$)/i

/** @throws TypeError unless `value` stays below the base URL it will be appended to. */
export function checkPath(value: string): string {
  if (!value.startsWith('/') || /[?#\\]/.test(value) || DOT_SEGMENT.test(value)) {
    throw new TypeError(`path must start with "/" and hold no query, fragment or dot segment, got ${JSON.stringify(value)}`)
  }
  return value
}

/** @throws TypeError unless `baseUrl` is an absolute http(s) URL without credentials, query or fragment. */
export function normalizeBaseUrl(baseUrl: string): string {
  let url: URL
  try {
    url = new URL(baseUrl)
  } catch {
    throw new TypeError(`baseUrl must be an absolute URL such as https://sparkkit.example.com, got ${JSON.stringify(baseUrl)}`)
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new TypeError('baseUrl must be an http or https URL without credentials, query or fragment')
  }
  return url.href.replace(/\/+$/, '')
}
