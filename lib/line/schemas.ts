import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { withoutInvisible } from '@/lib/core/shared/invisible'

const reason = z
  .string()
  .overwrite(withoutInvisible)
  .trim()
  .min(1, 'is empty')
  .max(2_000, 'has more than 2,000 characters')

export const stopLineInput = strictInput({ reason })

export const releaseLineInput = strictInput({ reason: reason.optional() })
