/** Answers about stored documents: operations and policies have the same life. */

/** What publishing did: a new document, a new revision of one, or nothing because nothing differs. */
export interface PublishedDto {
  name: string
  revision: number
  outcome: 'created' | 'published' | 'unchanged'
  warnings: DocumentWarningDto[]
}

export interface DocumentWarningDto {
  message: string
  path: string
  line: number
  column: number
}

export interface RevisionDto {
  number: number
  author: string
  createdAt: string
  /** Why it was changed; operations have none. */
  note: string | null
  hash: string
}

/** One revision of a document, whole. */
export interface DocumentDto {
  name: string
  title: string
  description: string | null
  revision: number
  /** The newest revision there is; equal to `revision` unless an older one was asked for. */
  newestRevision: number
  author: string
  note: string | null
  createdAt: string
  /** The text as it is exported; publishing it again changes nothing. */
  source: string
  document: Record<string, unknown>
}
