import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'

const reason = z.string().trim().min(1, 'is empty').max(2_000, 'has more than 2,000 characters')

export const stopLineInput = strictInput({ reason })

export const releaseLineInput = strictInput({ reason: reason.optional() })
