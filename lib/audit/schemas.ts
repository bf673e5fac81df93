import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'

const instant = z.iso.datetime({ offset: true, error: 'is not an instant such as 2030-12-24T08:00:00Z' })
const word = z.string().min(1).max(300)

export const listAuditInput = strictInput({
  actor: word.optional(),
  /** Whole (`rollout.pause`), or up to a dot (`rollout.`). */
  action: word.optional(),
  objectType: word.optional(),
  object: word.optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(200).optional(),
})
export type ListAudit = z.output<typeof listAuditInput>
