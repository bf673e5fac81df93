import { resolveOperation } from '@/lib/core/operation/resolve'
import type { OperationDocument } from '@/lib/core/operation/types'
import type { Sql } from '@/lib/server/sql'
import type { OperationSummaryDto } from './dto'

interface SummaryRow {
  name: string
  revision: number
  document: OperationDocument
  author: string
  updated_at: Date
}

/** Lists the operations in use, by name. */
export async function listOperations(sql: Sql): Promise<OperationSummaryDto[]> {
  const rows = await sql.query<SummaryRow>(
    `SELECT o.name, o.revision, r.document, u.username AS author, o.updated_at
     FROM operation o JOIN operation_revision r ON r.operation_id = o.id AND r.number = o.revision
       JOIN app_user u ON u.id = r.author_id
     WHERE o.deleted_at IS NULL ORDER BY o.name`,
  )
  return rows.map(({ name, revision, document, author, updated_at }) => {
    const { appliesTo, apply, params, title } = resolveOperation(document)
    return {
      name,
      title,
      description: document.metadata.description ?? null,
      revision,
      author,
      updatedAt: updated_at.toISOString(),
      appliesTo,
      driver: apply.driver,
      params: { ...params },
    }
  })
}
