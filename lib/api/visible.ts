import type { z } from 'zod'
import { invisibleProblem } from '@/lib/core/shared/invisible'

/** Refuses invisible characters in what people read as it was written: `z.string().superRefine(visible)`. */
export function visible(text: string, context: z.core.$RefinementCtx<string>): void {
  const problem = invisibleProblem(text)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text })
}
