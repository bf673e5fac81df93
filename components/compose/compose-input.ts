import { ApiError, messageOf } from '@/lib/client/api'

/** Finds what a refused plan says of single parameters: words by parameter name. */
export function paramProblems(error: Error | null): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { path, message } of problemsOf(error)) {
    const [params, name] = path
    if (params === 'params' && name !== undefined) found[name] ??= message
  }
  return found
}

/** Says why there is no plan, line by line. */
export function planProblemLines(error: Error): string[] {
  const lines = problemsOf(error).map(({ path, message }) =>
    path[0] === 'params' && path[1] ? `Parameter ${path.slice(1).join('.')}: ${message}` : message,
  )
  return lines.length > 0 ? lines : [messageOf(error)]
}

function problemsOf(error: Error | null): { path: string[]; message: string }[] {
  if (!(error instanceof ApiError) || !error.problem?.errors) return []
  return error.problem.errors.map((one) => ({
    path: (one.pointer ?? '').split('/').filter((part) => part !== '' && part !== '#'),
    message: one.suggestion ? `${one.message}, did you mean ${one.suggestion}?` : one.message,
  }))
}
