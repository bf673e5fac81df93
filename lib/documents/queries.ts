import { AppError, found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { DocumentDto, RevisionDto } from './dto'
import type { DocumentTable } from './store-revision'

interface RevisionRow {
  id: number
  name: string
  title: string
  newest: number
  number: number
  source: string
  document: Record<string, unknown>
  hash: string
  note: string | null
  author: string
  author_id: number
  created_at: Date
}

/** One stored revision, with the ids that a rollout refers to. */
export interface LoadedRevision extends DocumentDto {
  revisionId: number
  authorId: number
}

/** Splits `name@3`; without a revision the newest is meant. */
export function parseReference(reference: string): { name: string; revision: number | null } {
  const [, name, revision] = /^(.*)@([1-9]\d{0,8})$/s.exec(reference) ?? []
  return name !== undefined ? { name, revision: Number(revision) } : { name: reference, revision: null }
}

/**
 * Loads a document by name, or one of its revisions by `name@revision`.
 * @throws AppError `not_found` with the name that was asked for.
 */
export async function loadRevision(
  sql: Sql,
  table: DocumentTable,
  reference: string,
): Promise<LoadedRevision> {
  const { name, revision } = parseReference(reference)
  if (name.includes('\0')) throw new AppError('not_found', `There is no ${table} of this name.`)
  const [row] = await sql.query<RevisionRow>(
    `SELECT r.id, d.name, d.title, d.revision AS newest, r.number, r.source, r.document, r.hash,
       ${table === 'policy' ? 'r.note' : 'NULL AS note'}, u.username AS author, r.author_id, r.created_at
     FROM ${table} d JOIN ${table}_revision r ON r.${table}_id = d.id AND r.number = coalesce($2, d.revision)
       JOIN app_user u ON u.id = r.author_id
     WHERE d.name = $1 AND d.deleted_at IS NULL`,
    [name, revision],
  )
  const {
    id,
    newest,
    number,
    created_at,
    author_id,
    hash: _,
    document,
    ...rest
  } = found(row, table, shown(reference))
  const metadata = document.metadata as { title?: string; description?: string } | undefined
  return {
    ...rest,
    title: metadata?.title ?? rest.name,
    description: metadata?.description ?? null,
    document,
    revision: number,
    newestRevision: newest,
    createdAt: created_at.toISOString(),
    revisionId: id,
    authorId: author_id,
  }
}

/** The same, without the ids of rows. */
export async function getDocument(sql: Sql, table: DocumentTable, reference: string): Promise<DocumentDto> {
  const { revisionId: _, authorId: __, ...document } = await loadRevision(sql, table, reference)
  return document
}

/** Lists the revisions of a document, newest first; refuses with `not_found`. */
export async function listRevisions(sql: Sql, table: DocumentTable, name: string): Promise<RevisionDto[]> {
  const rows = await sql.query<Pick<RevisionRow, 'number' | 'author' | 'created_at' | 'note' | 'hash'>>(
    `SELECT r.number, u.username AS author, r.created_at, r.hash, ${table === 'policy' ? 'r.note' : 'NULL AS note'}
     FROM ${table} d JOIN ${table}_revision r ON r.${table}_id = d.id JOIN app_user u ON u.id = r.author_id
     WHERE d.name = $1 AND d.deleted_at IS NULL ORDER BY r.number DESC`,
    [name],
  )
  if (rows.length === 0) throw new AppError('not_found', `There is no ${table} “${shown(name)}”.`)
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at.toISOString() }))
}

const shown = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name)
