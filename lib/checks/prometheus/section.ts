import { z } from 'zod'
import type { Condition } from '@/lib/core/expression/expression'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { attemptRoots } from '@/lib/drivers/context'
import { compileRequest, type RequestTemplate, requestFields } from '@/lib/drivers/http/section'
import { compiledOnce, sectionCompiler } from '@/lib/drivers/section/compile'
import type { SectionProblem } from '@/lib/drivers/section/problem'
import { checkShape, textField } from '@/lib/drivers/section/shape'
import { compileQuery, type QueryTemplate } from './query-template'

const { url, headers, timeout } = requestFields
const sectionShape = z.strictObject({ url, headers, timeout, query: textField, pass: textField })

/** A compiled prometheus section. */
export interface PrometheusSection {
  /** A GET of the address of the server, to which the path of the query is added. */
  readonly request: RequestTemplate
  readonly query: QueryTemplate
  readonly pass: Condition
  readonly secrets: readonly string[]
}

/** Reads a prometheus section: compiled, or every problem with its path. */
export function readPrometheusSection(
  section: unknown,
): Result<PrometheusSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section, Object.keys(sectionShape.shape))
  if (!shape.ok) return shape
  const { pass, query: text, ...spec } = shape.value
  const compiler = sectionCompiler()
  const request = compileRequest(compiler, '', { method: 'GET', ...spec }, attemptRoots)
  const query = compileQuery(['query'], text, attemptRoots)
  if (!query.ok) compiler.problems.push(...query.error)
  const condition = compiler.condition(['pass'], pass, [...attemptRoots, 'value', 'values'])
  if (!condition || !query.ok || compiler.problems.length > 0) return err(compiler.problems)
  const secrets = [...request.secrets, ...query.value.secrets]
  return ok({ request, query: query.value, pass: condition, secrets })
}

/** The same, kept by identity; for sections that were validated. */
export const prometheusSection = compiledOnce(readPrometheusSection)
