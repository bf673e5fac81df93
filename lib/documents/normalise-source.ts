import { exportDocument } from '@/lib/core/document/export'

/**
 * Gives the text of a document as it is kept. YAML stays as somebody wrote it, comments and all, but for line
 * ends; JSON becomes YAML. What is kept is what is exported, so importing an export changes nothing.
 */
export function keptSource(text: string, document: object): string {
  if (isJson(text)) return exportDocument(document)
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd()
  return `${lines}\n`
}

/** Tells whether a text was written as JSON rather than as YAML. */
export function isJson(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
