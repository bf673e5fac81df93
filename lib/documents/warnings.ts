import { formatPath, type Problem } from '@/lib/core/shared/problem'
import type { DocumentWarningDto } from './dto'

/** Reads the problems of an accepted document as warnings. */
export function toWarnings(problems: readonly Problem[]): DocumentWarningDto[] {
  return problems
    .filter(({ severity }) => severity === 'warning')
    .map(({ message, path, line, column }) => ({ message, path: formatPath(path), line, column }))
}
