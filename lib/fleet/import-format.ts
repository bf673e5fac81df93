/** The forms in which a fleet can be imported, with their content types. */
export const importFormats = {
  json: { label: 'JSON', contentType: 'application/json' },
  ndjson: { label: 'NDJSON', contentType: 'application/x-ndjson' },
  csv: { label: 'CSV', contentType: 'text/csv' },
} as const
export type ImportFormat = keyof typeof importFormats

/** Tells by its beginning which form a text has; objects on several lines are NDJSON, one alone is JSON. */
export function detectFormat(text: string): ImportFormat {
  const start = text.trimStart()
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return 'csv'
  const lines = start.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.every((line) => line.trim().startsWith('{')) ? 'ndjson' : 'json'
}

/** Three clusters to begin with, one line each. */
export const importExample = [
  {
    name: 'kafka-azure-weu-1',
    kind: 'kafka',
    provider: 'azure',
    region: 'westeurope',
    tier: 'internal',
    version: '3.9.1',
  },
  {
    name: 'kafka-aws-euw1-1',
    kind: 'kafka',
    provider: 'aws',
    region: 'eu-west-1',
    tier: 'customer',
    version: '3.9.1',
  },
  {
    name: 'kafka-gcp-ew4-1',
    kind: 'kafka',
    provider: 'gcp',
    region: 'europe-west4',
    tier: 'customer',
    version: '3.8.0',
  },
]
  .map((cluster) => JSON.stringify({ environment: 'production', weight: 1, labels: {}, ...cluster }))
  .join('\n')
