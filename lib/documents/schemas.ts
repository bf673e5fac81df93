import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { withoutInvisible } from '@/lib/core/shared/invisible'

/** Longest text of a document; the reader of documents has a limit of its own and says so with a place. */
const sourceLengthMax = 1_000_000

export const publishInput = strictInput({
  name: z.string().min(1).max(1_000),
  /** YAML or JSON. */
  source: z.string().max(sourceLengthMax),
  /** Why it is changed. */
  note: z.string().overwrite(withoutInvisible).trim().max(2_000, 'has more than 2,000 characters').optional(),
  /** The revision the change was made from, to be refused if somebody published meanwhile; 0 = none yet. */
  baseRevision: z.number().int().min(0).optional(),
})

export const documentNameInput = strictInput({ name: z.string().min(1).max(1_000) })

/** `name`, or `name@revision`. */
export const documentRefInput = strictInput({ name: z.string().min(1).max(1_020) })
