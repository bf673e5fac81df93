import dns from 'node:dns'
import net from 'node:net'
import { promisify } from 'node:util'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { addressRule } from './addresses'
import type { GuardOptions } from './guarded-agent'

/** Resolves a host to one address that may be reached, or says why it may not. */
export type Resolver = (host: string) => Promise<Result<string, string>>

/**
 * Makes the guard for protocols other than HTTP: whoever connects to the address it gives, and not to the name,
 * reaches what was judged. A name is refused if any of its addresses is.
 */
export function createResolver(options: GuardOptions): Resolver {
  const rule = addressRule(options.privateNetworks)
  const lookup = promisify(options.lookup ?? dns.lookup) as unknown as typeof dns.promises.lookup
  return async (host) => {
    const addresses = net.isIP(host) ? [host] : await resolve(lookup, host)
    if (typeof addresses === 'string') return err(addresses)
    const refused = addresses.map(rule).find((reason) => reason !== null)
    if (refused) return err(net.isIP(host) ? refused : `${host} resolves to ${refused}`)
    const [first] = addresses
    return first === undefined ? err(`${host} has no address`) : ok(first)
  }
}

/** @returns the addresses of a name, or in words why there are none. */
async function resolve(lookup: typeof dns.promises.lookup, host: string): Promise<string[] | string> {
  try {
    const answer = await lookup(host, { all: true })
    return answer.map(({ address }) => address)
  } catch (error) {
    return `${host} cannot be resolved: ${error instanceof Error ? error.message : String(error)}`
  }
}
