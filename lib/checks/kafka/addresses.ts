import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'

/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** Most addresses that one look asks. */
const addressesMax = 50

/** Reads `host:port`, several of them separated by commas, or a list; `[::1]:9092` for IPv6. */
export function readAddresses(value: Json): Result<readonly BrokerAddress[], string> {
  const list = Array.isArray(value) ? value : [value]
  if (!list.every((item) => typeof item === 'string')) return err('bootstrap is not text')
  const texts = list.flatMap((item) => item.split(',')).map((text) => text.trim())
  const addresses: BrokerAddress[] = []
  for (const text of texts.filter(Boolean)) {
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text) ?? []
    const host = bracketed ?? plain
    if (!host || Number(port) < 1 || Number(port) > 65_535) return err(`“${text}” is not host:port`)
    addresses.push({ host, port: Number(port) })
  }
  if (addresses.length === 0) return err('bootstrap is empty')
  if (addresses.length > addressesMax) return err(`bootstrap names more than ${addressesMax} addresses`)
  return ok(addresses)
}
