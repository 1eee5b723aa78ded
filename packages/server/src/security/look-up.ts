import { type Resolver, lookup as systemLookup } from 'node:dns/promises'

export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>

/** Never public, and no stranger's name server is asked for them. */
const isOfMachine = (hostname: string): boolean => !hostname.includes('.') || hostname.endsWith('.localhost')

/**
 * Asks name servers over sockets. The system's own way, getaddrinfo, has two threads for the whole process, and two names whose
 * servers say nothing would keep them from everybody else; it is left for names of the machine, where those may be reached.
 */
export function lookupBy(resolver: Resolver, { ofMachine }: { ofMachine: boolean }): Lookup {
  return async hostname => {
    if (isOfMachine(hostname)) return ofMachine ? systemLookup(hostname, { all: true }) : []
    const answers = await Promise.allSettled([
      resolver.resolve4(hostname).then(found => found.map(address => ({ address, family: 4 }))),
      resolver.resolve6(hostname).then(found => found.map(address => ({ address, family: 6 }))),
    ])
    return answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
  }
}
