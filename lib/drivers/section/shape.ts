import { z } from 'zod'
import { parseDuration } from '@/lib/core/shared/duration'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { excerpt, suggest } from '@/lib/core/shared/suggest'
import { type SectionProblem, sectionError } from './problem'

/** A duration text such as `30s`, read into milliseconds within bounds. */
export function durationField(minMs: number, maxMs: number) {
  return z.string().transform((text, context): number => {
    const read = parseDuration(text)
    const problem = read.ok ? outside(read.value, minMs, maxMs) : read.error
    if (problem === null && read.ok) return read.value
    context.addIssue({ code: 'custom', message: problem ?? 'expected a duration' })
    return z.NEVER
  })
}

function outside(ms: number, minMs: number, maxMs: number): string | null {
  if (ms < minMs) return `must be at least ${minMs} ms`
  return ms > maxMs ? `must be at most ${maxMs / 1_000} s` : null
}

/** A condition, template or other text that is not empty and not beyond reason. */
export const textField = z.string().min(1).max(20_000)

/**
 * Checks a section against its schema: the parsed value, or every problem with its path, and for an unknown
 * key the one of `keys` that was probably meant.
 */
export function checkShape<T>(
  schema: z.ZodType<T>,
  section: unknown,
  keys: readonly string[],
): Result<T, readonly SectionProblem[]> {
  const parsed = schema.safeParse(section)
  if (parsed.success) return ok(parsed.data)
  return err(parsed.error.issues.flatMap((issue) => toProblems(issue, keys)))
}

function toProblems(issue: z.core.$ZodIssue, keys: readonly string[]): SectionProblem[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [sectionError(path, lowerFirst(issue.message))]
  return issue.keys.map((key) =>
    sectionError([...path, key], `unknown field ${excerpt(key)}`, suggest(key, keys)),
  )
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
