import { parseYaml } from '@/lib/core/document/parse-yaml'

/** Reads `metadata.name` of a YAML or JSON text; null while there is none. */
export function nameOfDocument(text: string): string | null {
  const parsed = parseYaml(text)
  const name = parsed.kind === 'parsed' ? parsed.yaml?.getIn(['metadata', 'name']) : undefined
  return typeof name === 'string' && name !== '' ? name : null
}
