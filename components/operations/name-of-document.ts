import { parseDocument } from 'yaml'

/** Reads `metadata.name` of a YAML or JSON text; null while there is none. */
export function nameOfDocument(text: string): string | null {
  const name = parseDocument(text, { logLevel: 'silent' }).getIn(['metadata', 'name'])
  return typeof name === 'string' && name !== '' ? name : null
}
