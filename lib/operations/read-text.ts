import { paramsSchemaProblem } from '@/lib/core/operation/params'
import { readOperation } from '@/lib/core/operation/read'
import type { OperationDocument } from '@/lib/core/operation/types'
import { hasErrors, type Problem } from '@/lib/core/shared/problem'
import { sectionValidators } from '@/lib/drivers/validators'
import { verifyProblems } from './check-verify'

/**
 * Reads the text of an operation as publishing does: with the drivers and the checks that it uses. The document is
 * null when anything is an error.
 */
export function readOperationText(source: string): {
  document: OperationDocument | null
  problems: readonly Problem[]
} {
  const { document, problems } = readOperation(source, {
    publish: true,
    schema: paramsSchemaProblem,
    drivers: sectionValidators,
  })
  if (!document) return { document, problems }
  const inChecks = verifyProblems(document, source)
  return { document: hasErrors(inChecks) ? null : document, problems: [...problems, ...inChecks] }
}
