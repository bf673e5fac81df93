import { stringify } from 'yaml'

/**
 * Writes a document that was read as YAML text. Keys stand in the order of the document's shape, so the text is
 * the same whatever order, quoting or comments the source had, and reading it and writing it again gives the
 * same bytes.
 */
export function exportDocument(document: object): string {
  return stringify(document, { lineWidth: 0, indent: 2, aliasDuplicateObjects: false })
}
