import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { DocumentTable } from './store-revision'

/** Takes a document out of the lists; its revisions stay, because rollouts were made from them. */
export async function deleteDocument(tx: Sql, table: DocumentTable, name: string, now: Date): Promise<void> {
  const [row] = await tx.query(
    `UPDATE ${table} SET deleted_at = $2 WHERE name = $1 AND deleted_at IS NULL RETURNING id`,
    [name, now],
  )
  found(row, table, name)
}
