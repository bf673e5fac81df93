import { findCheckValidator } from '@/lib/checks/validators'
import { readSource } from '@/lib/core/document/source'
import { checkLists, type OperationDocument } from '@/lib/core/operation/types'
import type { Problem } from '@/lib/core/shared/problem'

/** Finds what the checks of an operation say about their sections, each with its line in the source. */
export function verifyProblems({ spec }: OperationDocument, source: string): Problem[] {
  const locate = readSource(source).source?.locate
  return checkLists.flatMap((key) =>
    (spec[key] ?? []).flatMap((one, i) => {
      const problems = findCheckValidator(one.check)?.(one.with ?? {}) ?? []
      return problems.map((problem) => {
        const path = ['spec', key, String(i), 'with', ...problem.path]
        return { line: 0, column: 0, ...problem, ...locate?.(path, 'value'), path }
      })
    }),
  )
}
