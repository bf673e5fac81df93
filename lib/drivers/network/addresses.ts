import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Cidr = readonly [Address, number]

/**
 * Addresses that hand out credentials of the machine itself, or talk for its hypervisor. No private
 * network, however broad, opens them.
 */
const machineCredentials = [
  '169.254.169.254/32', // AWS, Azure, Google Cloud, OpenStack, DigitalOcean
  '169.254.170.2/32', // AWS container credentials
  '169.254.170.23/32', // AWS pod identity
  '168.63.129.16/32', // Azure wire server: in public address space
  '100.100.100.200/32', // Alibaba Cloud
  '192.0.0.192/32', // Oracle Cloud
  'fd00:ec2::254/128', // AWS over IPv6
  'fd00:ec2::23/128', // AWS pod identity over IPv6
  'fd20:ce::254/128', // Google Cloud over IPv6
].map(parseCidr)

/** Decides whether an address may be reached: null = yes, else the reason in words. */
export type AddressRule = (address: string) => string | null

/**
 * Makes the rule for a list of private networks: public unicast addresses pass, everything else only if a
 * network of the list contains it, and machine credentials never. Throws on a malformed CIDR.
 */
export function addressRule(privateNetworks: readonly string[]): AddressRule {
  const allowed = privateNetworks.map(parseCidr)
  return (text) => {
    if (!ipaddr.isValid(text)) return `${text} is not an address`
    const address = ipaddr.process(text)
    if ([address, embedded(address)].some((form) => form && within(form, machineCredentials)))
      return `${text} serves credentials of the machine and is never reached`
    if (within(address, allowed)) return null
    if (isPublic(address)) return null
    return `${text} is not public (${address.range()}) and no private network allows it`
  }
}

/** Reads an address range such as `10.0.0.0/8` or `fd00::/8`; throws with the text when it is malformed. */
export function parseCidr(text: string): Cidr {
  try {
    return ipaddr.parseCIDR(text.trim())
  } catch {
    throw new Error(`"${text}" is not an address range such as 10.0.0.0/8 or fd00::/8`)
  }
}

/** IPv6 hands out public addresses from 2000::/3 only; `range()` calls more than that unicast (::/96, say). */
const publicIpv6 = [parseCidr('2000::/3')]

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || within(address, publicIpv6)
}

function within(address: Address, networks: readonly Cidr[]): boolean {
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

/** The IPv4 address inside an IPv6 translation address (NAT64, 6to4), which a gateway would reach. */
function embedded(address: Address): Address | null {
  if (!(address instanceof ipaddr.IPv6)) return null
  const range = address.range()
  const bytes = address.toByteArray()
  if (range === 'rfc6052') return ipaddr.fromByteArray(bytes.slice(12))
  if (range === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6))
  return null
}
