import dns from 'node:dns'
import net, { type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { type AddressRule, addressRule } from './addresses'

/** A connection that the rules do not allow; the message says which and why. */
export class RefusedConnection extends Error {
  readonly code = 'REFUSED_CONNECTION'
}

/**
 * Ports of services that speak something else than HTTP, where a request could be taken for their protocol.
 */
const foreignPorts = new Set([
  20, 21, 22, 23, 25, 53, 69, 110, 111, 119, 135, 137, 139, 143, 161, 389, 445, 465, 514, 563, 587, 636, 993,
  995, 1433, 1521, 2049, 3306, 5432, 5672, 6379, 11211, 27017,
])

/** What a guarded agent needs to know; `lookup` is given by tests that play a hostile name server. */
export interface GuardOptions {
  readonly privateNetworks: readonly string[]
  readonly lookup?: LookupFunction
  readonly connectTimeoutMs?: number
}

/**
 * Makes an HTTP agent that connects only where it may: literal addresses are judged before the connection
 * (they never reach a lookup), names by every address they resolve to, at each connection anew (so a name
 * that changes its answer gains nothing), and the peer once more after the connection stands.
 */
export function guardedAgent(options: GuardOptions): Agent {
  const rule = addressRule(options.privateNetworks)
  const connect = buildConnector({
    timeout: options.connectTimeoutMs ?? 5_000,
    lookup: guardedLookup(rule, options.lookup ?? dns.lookup),
  } as buildConnector.BuildOptions)
  return new Agent({
    connections: 32,
    pipelining: 1,
    maxHeaderSize: 32 * 1024,
    connect: (target, callback) => {
      const refusal = refuseTarget(target, rule)
      if (refusal) return callback(new RefusedConnection(refusal), null)
      connect(target, (...answer) => {
        const [error, socket] = answer
        if (error) return callback(error, null)
        const peer = socket.remoteAddress
        const reason = peer ? rule(peer) : 'the peer has no address'
        if (!reason) return callback(null, socket)
        socket.destroy()
        callback(new RefusedConnection(reason), null)
      })
    },
  })
}

/** Says why a target is refused before any lookup; null = it is not. */
function refuseTarget(target: buildConnector.Options, rule: AddressRule): string | null {
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    return `only http and https are allowed, not ${target.protocol}`
  if (foreignPorts.has(Number(target.port))) return `port ${target.port} is not one for HTTP`
  const host = target.hostname.replace(/^\[|\]$/g, '')
  return net.isIP(host) ? rule(host) : null
}

/** Resolves a name to all its addresses and refuses the name if any of them is refused. */
function guardedLookup(rule: AddressRule, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, [])
      const addresses = Array.isArray(answer) ? answer : [{ address: answer, family: net.isIP(answer) }]
      const refused = addresses.map(({ address }) => rule(address)).find((reason) => reason !== null)
      if (refused) return callback(new RefusedConnection(`${hostname} resolves to ${refused}`), [])
      const [first] = addresses
      if (!first) return callback(new RefusedConnection(`${hostname} has no address`), [])
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}
