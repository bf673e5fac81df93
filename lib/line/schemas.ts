import { strictInput } from '@/lib/api/strict-input'
import { reason } from '@/lib/api/words'

export const stopLineInput = strictInput({ reason })

export const releaseLineInput = strictInput({ reason: reason.optional() })
