/** Hosts of the platforms, whose paths name a picture; everything behind the path says who may fetch it, until when and how large. */
const PLATFORM_HOST = /(^|\.)(tiktokcdn(-\w+)?\.com|ibyteimg\.com|cdninstagram\.com|fbcdn\.net)$/

/** Parameters by which storage services sign a link. */
const SIGNATURE = /^(x-.*|expires|signature|policy|key-pair-id)$/i

/**
 * Which picture a link leads to: the same for two links to one picture that were signed at different times.
 *
 * @param url an absolute URL
 */
export function pictureIdentity(url: string): string {
  const { hostname, host, pathname, searchParams } = new URL(url)
  if (PLATFORM_HOST.test(hostname)) return pathname.replace(/~.*$/, '')
  const kept = [...searchParams].filter(([name]) => !SIGNATURE.test(name)).map(([name, value]) => `${name}=${value}`)
  return `${host}${pathname}?${kept.join('&')}`
}
