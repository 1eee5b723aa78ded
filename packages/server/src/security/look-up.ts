import { type Resolver, lookup as systemLookup } from 'node:dns/promises'

export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>

const isUnknown = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA' || error.code === 'ECONNREFUSED')

/**
 * Asks name servers over sockets. The system's own way, getaddrinfo, has two threads for the whole process, and two names whose
 * servers say nothing would keep them from everybody else. It is asked only where `privateNames` may be reached: for names
 * without a dot, which are never public, and for those that no name server knows.
 */
export function lookupBy(resolver: Resolver, { privateNames }: { privateNames: boolean }): Lookup {
  const ofMachine: Lookup = async hostname => (privateNames ? systemLookup(hostname, { all: true }) : [])
  return async hostname => {
    if (!hostname.includes('.')) return ofMachine(hostname)
    const answers = await Promise.allSettled([
      resolver.resolve4(hostname).then(found => found.map(address => ({ address, family: 4 }))),
      resolver.resolve6(hostname).then(found => found.map(address => ({ address, family: 6 }))),
    ])
    const found = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
    const isNowhere = answers.every(answer => answer.status === 'rejected' && isUnknown(answer.reason))
    return isNowhere ? ofMachine(hostname) : found
  }
}
