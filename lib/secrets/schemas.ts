import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { documentNameProblem } from '@/lib/core/shared/names'

const secretName = z.string().superRefine((name, context) => {
  const problem = documentNameProblem(name)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})

export const secretNameInput = strictInput({ name: secretName })

export const secretValueInput = strictInput({
  value: z.string().min(1, 'is empty').max(65_536, 'has more than 65,536 characters'),
})

/** What the mutation gets: sealed already, so that the plain text never comes near the audit log. */
export const storeSecretInput = strictInput({
  name: secretName,
  keyId: z.string(),
  nonce: z.instanceof(Buffer),
  ciphertext: z.instanceof(Buffer),
})
