import { readSource } from '@/lib/core/document/source'
import { documentNameProblem } from '@/lib/core/shared/names'
import { AppError } from '@/lib/server/errors'

/**
 * Refuses a name that is none, before anything is read.
 * @throws AppError `invalid`
 */
export function requireDocumentName(name: string): void {
  const message = documentNameProblem(name)
  if (message !== undefined)
    throw new AppError('invalid', `name: ${message}`, { problems: [{ path: ['name'], message }] })
}

/**
 * Refuses a document that names itself otherwise than its address does.
 * @throws AppError `invalid`, pointing at the name in the text.
 */
export function requireSameName(text: string, name: string, documentName: string): void {
  if (name === documentName) return
  const path = ['metadata', 'name']
  const place = readSource(text).source?.locate(path, 'value')
  const message = `is “${documentName}”, but is published as “${name}”`
  throw new AppError('invalid', `metadata.name ${message}.`, {
    problems: [{ path, ...(place && { line: place.line, column: place.column }), message, suggestion: name }],
  })
}
