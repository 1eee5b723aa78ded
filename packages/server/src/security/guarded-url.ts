import { isIP } from 'node:net'
import type { AddressRules } from './address-rules.ts'

const AUTHORITY = /^https?:\/\/([^/?#]*)/i

/** The host as sockets want it: IPv6 without its brackets. */
export const socketHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** A port web servers use; below 1024 other protocols listen that could be spoken to by an HTTP request. */
const isWebPort = (port: string): boolean => port === '' || port === '80' || port === '443' || Number(port) >= 1024

/** An IPv4 address written in any other way than four decimal numbers hides what it is. */
function isPlainlySpelled(text: string, url: URL): boolean {
  const host = socketHost(url)
  if (host.endsWith('.')) return false
  if (isIP(host) !== 4) return true
  return AUTHORITY.exec(text)?.[1]?.replace(/:\d*$/, '') === host
}

/**
 * The URL, if a request to it may be tried. What its name resolves to is judged when connecting, since it may change at any time.
 */
export function parseGuarded(text: string, rules: AddressRules): URL | null {
  if (/[\s\\]/.test(text) || !AUTHORITY.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || AUTHORITY.exec(text)?.[1]?.includes('@')) return null
  if (!isWebPort(url.port) || !isPlainlySpelled(text, url)) return null
  const host = socketHost(url)
  return (isIP(host) ? rules.allowsAddress(host) : rules.allowsName(host)) ? url : null
}

/** Whether the configuration itself vouches for this host, so that plain http to it is the operator's choice. */
export function isVouchedFor(url: URL, rules: AddressRules): boolean {
  const host = socketHost(url)
  return isIP(host) ? rules.namesAddress(host) : rules.namesLoopback(host)
}
