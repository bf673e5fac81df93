import type { z } from 'zod'

/** Refuses a text of which a check says what is wrong with it: `z.string().superRefine(checked(nameProblem))`. */
export const checked =
  (problemOf: (text: string) => string | undefined) =>
  (text: string, context: z.core.$RefinementCtx<string>): void => {
    const problem = problemOf(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text })
  }
