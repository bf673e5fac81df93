import { z } from 'zod'
import type { AuditCheckDto, AuditEntryDto, AuditPage } from '@/lib/audit/dto'
import { checkAudit, listAudit } from '@/lib/audit/queries'
import { listAuditInput } from '@/lib/audit/schemas'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'

const tag = 'Audit'

const entrySchema = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actorKind: z.string(),
  actor: z.string(),
  action: z.string(),
  objectType: z.string(),
  object: z.string(),
  data: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  hash: z.string(),
}) satisfies z.ZodType<AuditEntryDto>

export const auditPageSchema = z.object({
  items: z.array(entrySchema),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<AuditPage>

export const auditCheckSchema = z.object({
  entries: z.number().int(),
  whole: z.boolean(),
  breaks: z.array(z.object({ id: z.number().int(), problem: z.string() })),
  head: z.string().describe('The newest hash; kept elsewhere, it proves that nothing before was changed.'),
}) satisfies z.ZodType<AuditCheckDto>

export const getAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit',
  id: 'listAudit',
  tag,
  summary: 'List who did what, when and from where, newest first',
  permission: 'audit:read',
  query: listAuditInput,
  answers: { 200: { description: 'A page of acts', schema: auditPageSchema } },
  handle: ({ services, query }) => listAudit(services.prisma, query),
})

export const getAuditCheck = endpoint({
  method: 'GET',
  path: '/api/v1/audit/check',
  id: 'checkAudit',
  tag,
  summary: 'Recompute the chain of hashes and name what was tampered with',
  permission: 'audit:read',
  cost: 100,
  answers: { 200: { description: 'Whether the log is whole', schema: auditCheckSchema } },
  handle: ({ services }) => checkAudit(poolSql(services.pool)),
})
