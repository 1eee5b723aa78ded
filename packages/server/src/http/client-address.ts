import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { type Address, contains, type Network, parseAddress, parseNetworks } from '../security/networks.ts'
import type { AppEnv } from './env.ts'

/** The address of whoever makes a request: of the connection, or what proxies that are trusted say of it. */
export type FindAddress = (c: Context<AppEnv>) => string

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`. */
const ENTRY = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+)(?::\d+)?|([\da-f:.]+))$/i

/** IPv4 addresses that come as IPv6 are IPv4 addresses. */
const plain = (address: Address | null): Address | null => (address ? ipaddr.process(address.toString()) : null)

function entryAddress(text: string): Address | null {
  const [, bracketed, v4, bare] = ENTRY.exec(text.trim()) ?? []
  return plain(parseAddress(bracketed ?? v4 ?? bare ?? ''))
}

/** What Node's HTTP servers pass on; whatever a host passes on that calls `fetch` itself. */
interface Served {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

/** Undefined where no server of Node's took the request in, as under a host that calls `fetch` itself. */
export function connectionAddress(c: Context<AppEnv>): string | undefined {
  const env = c.env as (Served & { readonly server?: Served }) | undefined
  return (env?.server ?? env)?.incoming?.socket?.remoteAddress
}

/** Each trusted proxy vouches for the address to its left; the first that no proxy vouches for is the client's. */
function behindProxies(connection: Address, forwarded: readonly string[], trusted: readonly Network[]): Address {
  let client = connection
  for (const entry of forwarded.toReversed()) {
    if (!trusted.some(network => contains(network, client))) break
    const next = entryAddress(entry)
    if (!next) break
    client = next
  }
  return client
}

export function createAddressFinder(trustedProxies: readonly string[]): FindAddress {
  const trusted = parseNetworks(trustedProxies)
  return c => {
    const text = connectionAddress(c)
    const connection = text === undefined ? null : plain(parseAddress(text))
    if (!connection) return text ?? 'in-process'
    const forwarded = c.req.header('x-forwarded-for')
    return (forwarded === undefined ? connection : behindProxies(connection, forwarded.split(','), trusted)).toString()
  }
}
