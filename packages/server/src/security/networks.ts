import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6
export type Network = readonly [Address, number]

const LOOPBACK = ['127.0.0.0/8', '::1/128']

function parseNetwork(entry: string): Network {
  if (entry.includes('/')) return ipaddr.parseCIDR(entry)
  const address = ipaddr.parse(entry)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Networks in CIDR notation, single addresses, and `loopback`. Throws for anything else. */
export const parseNetworks = (entries: readonly string[]): Network[] =>
  entries.flatMap(entry => (entry === 'loopback' ? LOOPBACK : [entry])).map(parseNetwork)

export const contains = ([network, bits]: Network, address: Address): boolean =>
  address.kind() === network.kind() && address.match(network, bits)

/** An address in its usual spelling; null for what is none. */
export const parseAddress = (text: string): Address | null => (isIP(text) ? ipaddr.parse(text) : null)
