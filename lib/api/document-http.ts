import type { DocumentDto, PublishedDto } from '@/lib/documents/dto'
import { AppError } from '@/lib/server/errors'
import { reply } from './endpoint'

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/plain']

/** The content types of a document; JSON is YAML too, so they differ in what is kept of the text only. */
export const documentTypes = ['application/yaml', 'application/json', 'text/yaml']

/**
 * Refuses a document under another content type, such as a form's.
 * @throws AppError `invalid`
 */
export function requireDocumentType(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || yamlTypes.includes(type)) return
  throw new AppError(
    'invalid',
    `Send one of ${documentTypes.join(', ')}, not “${type || 'no content-type'}”.`,
  )
}

/**
 * Reads the revision a change was made from out of `If-Match: "3"`.
 * @throws AppError `invalid`
 */
export function baseRevisionOf(request: Request): number | undefined {
  const header = request.headers.get('if-match')
  if (header === null || header === '*') return undefined
  const revision = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (revision === undefined) throw new AppError('invalid', 'If-Match: is a revision in quotes, such as "3".')
  return Number(revision)
}

/** Answers with a document, as its text when YAML is asked for. */
export function documentResponse(document: DocumentDto, request: Request): Response {
  const headers = { etag: `"${document.revision}"`, vary: 'accept', 'cache-control': 'no-store' }
  const accept = request.headers.get('accept') ?? ''
  if (!/yaml/i.test(accept)) return reply(200, document, headers)
  return new Response(document.source, {
    headers: { ...headers, 'content-type': 'application/yaml; charset=utf-8' },
  })
}

/** Answers what publishing did: 201 for a new document, 200 otherwise. */
export function publishedResponse(published: PublishedDto): Response {
  return reply(published.outcome === 'created' ? 201 : 200, published, { etag: `"${published.revision}"` })
}
