import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A document that comes with the product. */
export interface SampleDocument {
  name: string
  source: string
}

/** Reads the sample operations or policies, by name. */
export function sampleDocuments(kind: 'operations' | 'policies'): SampleDocument[] {
  const folder = path.join(import.meta.dirname, kind)
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: path.parse(file).name, source: readFileSync(path.join(folder, file), 'utf8') }))
}
