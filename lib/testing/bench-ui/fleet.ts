import { createRandom } from '@/lib/core/shared/random'

const places: readonly [provider: string, region: string, share: number][] = [
  ['aws', 'eu-west-1', 18],
  ['aws', 'us-east-1', 22],
  ['aws', 'ap-southeast-2', 9],
  ['azure', 'westeurope', 15],
  ['azure', 'northeurope', 8],
  ['azure', 'eastus2', 10],
  ['gcp', 'europe-west4', 9],
  ['gcp', 'us-central1', 9],
]
const versions: readonly [version: string, share: number][] = [
  ['3.6.1', 8],
  ['3.7.0', 61],
  ['3.7.1', 31],
]

/** A fleet as large customers have it: three providers, eight regions, three versions, one cluster in 25 internal. */
export function makeFleet(size: number): Record<string, unknown>[] {
  const random = createRandom('fleet')
  return Array.from({ length: size }, (_, n) => {
    const [provider, region] = pick(places, random.next())
    const [version] = pick(versions, random.next())
    const tier = random.next() < 0.04 ? 'internal' : 'customer'
    const name = `kafka-${provider}-${region}-${String(n).padStart(5, '0')}`
    const labels = { kernel: random.next() < 0.3 ? '5.15' : '6.8', wave: String(n % 7) }
    return { name, kind: 'kafka', provider, region, environment: 'prod', tier, version, labels }
  })
}

function pick<Row extends readonly [...unknown[], number]>(rows: readonly Row[], at: number): Row {
  const total = rows.reduce((sum, row) => sum + (row.at(-1) as number), 0)
  let left = at * total
  for (const row of rows) {
    left -= row.at(-1) as number
    if (left < 0) return row
  }
  return rows.at(-1) as Row
}
