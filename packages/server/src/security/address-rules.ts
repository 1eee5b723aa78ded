import ipaddr from 'ipaddr.js'
import { type Address, contains, parseAddress, parseNetworks } from './networks.ts'

/** Which hosts may be reached from here. */
export interface AddressRules {
  /** Whether a connection to this address may be opened. */
  allowsAddress(address: string): boolean
  /** Whether the configuration itself names this address as reachable. */
  namesAddress(address: string): boolean
  /** Whether a name may be looked up at all; its addresses are judged apart. */
  allowsName(name: string): boolean
  /** Whether the name stands for this machine and loopback was allowed. */
  namesLoopback(name: string): boolean
}

/** Only this part of IPv6 is routed on the internet; what is carved out of it, ipaddr.js knows. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
/** Azure answers machine metadata here, inside public space. */
const PLATFORM_SERVICES = new Set(['168.63.129.16'])

const LOCAL_NAME = /^(?:.+\.)?localhost(?:\.localdomain)?$/
const PRIVATE_NAME = /^[^.]+$|\.(?:local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion)$/

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast' || PLATFORM_SERVICES.has(address.toString())) return false
  return address.kind() === 'ipv4' || contains(GLOBAL_UNICAST, address)
}

/**
 * Public addresses are allowed, everything else is not: private, loopback, link-local, shared, multicast, reserved, documentation,
 * and every IPv6 form that carries an IPv4 address. `allow` opens networks in CIDR notation, and `loopback`.
 */
export function addressRules(allow: readonly string[] = []): AddressRules {
  const networks = parseNetworks(allow)
  const loopback = allow.includes('loopback')
  const isNamed = (address: Address): boolean => networks.some(network => contains(network, address))
  return {
    allowsAddress: text => {
      const address = parseAddress(text)
      return address !== null && (isNamed(address) || isPublic(address))
    },
    namesAddress: text => {
      const address = parseAddress(text)
      return address !== null && isNamed(address)
    },
    allowsName: name => {
      if (LOCAL_NAME.test(name)) return loopback
      return networks.length > 0 || !PRIVATE_NAME.test(name)
    },
    namesLoopback: name => loopback && LOCAL_NAME.test(name),
  }
}
