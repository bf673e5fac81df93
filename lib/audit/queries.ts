import { readCursor, writeCursor } from '@/lib/server/cursor'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { Sql } from '@/lib/server/sql'
import type { AuditCheckDto, AuditPage } from './dto'
import type { ListAudit } from './schemas'

/** Lists acts, newest first, a page at a time. */
export async function listAudit(prisma: PrismaClient, input: ListAudit): Promise<AuditPage> {
  const { actor, action, objectType, object, from, to, limit, cursor } = input
  const before = cursor === undefined ? null : Number(readCursor(cursor, 1)[0])
  const rows = await prisma.audit.findMany({
    where: {
      ...(actor !== undefined && { actor }),
      ...(action !== undefined && { action: action.endsWith('.') ? { startsWith: action } : action }),
      ...(objectType !== undefined && { objectType }),
      ...(object !== undefined && { object }),
      ...((from !== undefined || to !== undefined) && {
        at: {
          ...(from !== undefined && { gte: new Date(from) }),
          ...(to !== undefined && { lt: new Date(to) }),
        },
      }),
      ...(before !== null && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return {
    items: items.map(({ id, at, actorId: _, prevHash: __, data, ...row }) => ({
      ...row,
      id: Number(id),
      at: at.toISOString(),
      data: data as Record<string, unknown>,
    })),
    nextCursor: last ? writeCursor([Number(last.id)]) : null,
  }
}

/** Recomputes the chain of hashes over the whole log and names the entries at which it is broken. */
export async function checkAudit(sql: Sql): Promise<AuditCheckDto> {
  const breaks = await sql.query<{ id: number; problem: string }>(
    'SELECT id, problem FROM audit_breaks() ORDER BY id LIMIT 100',
  )
  const [head] = await sql.query<{ last_id: number; hash: string }>('SELECT last_id, hash FROM audit_head')
  return { entries: head?.last_id ?? 0, whole: breaks.length === 0, breaks, head: head?.hash ?? '' }
}
