import { hashJson } from '@/lib/core/shared/hash'
import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import { isJson, keptSource } from './normalise-source'

export type DocumentTable = 'operation' | 'policy'

export interface NewRevision {
  name: string
  title: string
  /** The text as it was sent. */
  text: string
  document: object
  authorId: number
  note: string | null
  /** The revision it was made from; unset = whatever is newest. */
  baseRevision: number | undefined
  now: Date
}

export interface StoredRevision {
  revision: number
  outcome: 'created' | 'published' | 'unchanged'
}

interface HeadRow {
  id: number
  revision: number
  deleted: boolean
  source: string | null
  hash: string | null
}

/**
 * Stores a document as its next revision, unless it does not differ from the newest one. Revisions are never
 * changed; a document that was deleted goes on counting where it stopped.
 *
 * @throws AppError `stale` when somebody published in between.
 */
export async function storeRevision(
  tx: Sql,
  table: DocumentTable,
  input: NewRevision,
): Promise<StoredRevision> {
  const head = await lockHead(tx, table, input)
  const newest = head.deleted ? 0 : head.revision
  if (input.baseRevision !== undefined && input.baseRevision !== newest) {
    const words = `“${input.name}” is at revision ${newest} now, not ${input.baseRevision}. Look at what changed.`
    throw new AppError('stale', words, { state: { revision: newest } })
  }
  const source = keptSource(input.text, input.document)
  const hash = hashJson(input.document)
  const sameText = source === head.source
  // JSON carries no comments: the same meaning is the same document, whatever the kept text looks like.
  const sameMeaning = isJson(input.text) && hash === head.hash
  if (!head.deleted && (sameText || sameMeaning)) return { revision: head.revision, outcome: 'unchanged' }
  const revision = head.revision + 1
  await insertRevision(tx, table, head.id, revision, { ...input, source, hash })
  return { revision, outcome: newest === 0 ? 'created' : 'published' }
}

async function lockHead(tx: Sql, table: DocumentTable, { name, title, now }: NewRevision): Promise<HeadRow> {
  await tx.query(
    `INSERT INTO ${table} (name, title, revision, created_at, updated_at, deleted_at)
     VALUES ($1, $2, 0, $3, $3, $3) ON CONFLICT (name) DO NOTHING`,
    [name, title, now],
  )
  const [head] = await tx.query<HeadRow>(
    `SELECT d.id, d.revision, d.deleted_at IS NOT NULL AS deleted, r.source, r.hash
     FROM ${table} d LEFT JOIN ${table}_revision r ON r.${table}_id = d.id AND r.number = d.revision
     WHERE d.name = $1 FOR UPDATE OF d`,
    [name],
  )
  if (!head) throw new Error(`the ${table} ${name} vanished inside its transaction`)
  return head
}

async function insertRevision(
  tx: Sql,
  table: DocumentTable,
  id: number,
  revision: number,
  input: NewRevision & { source: string; hash: string },
): Promise<void> {
  const note = table === 'policy' ? { column: ', note', value: ', $8' } : { column: '', value: '' }
  const values = [id, revision, input.source, input.document, input.hash, input.authorId, input.now]
  await tx.query(
    `INSERT INTO ${table}_revision (${table}_id, number, source, document, hash, author_id, created_at${note.column})
     VALUES ($1, $2, $3, $4, $5, $6, $7${note.value})`,
    table === 'policy' ? [...values, input.note] : values,
  )
  await tx.query(
    `UPDATE ${table} SET title = $2, revision = $3, updated_at = $4, deleted_at = NULL WHERE id = $1`,
    [id, input.title, revision, input.now],
  )
}
