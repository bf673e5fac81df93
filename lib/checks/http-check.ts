import { z } from 'zod'
import type { Condition } from '@/lib/core/expression/expression'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { excerpt } from '@/lib/core/shared/suggest'
import { attemptRoots, prepareEvaluation, redact } from '@/lib/drivers/context'
import { type Exchange, exchange } from '@/lib/drivers/http/exchange'
import { compileRequest, type RequestTemplate, requestFields } from '@/lib/drivers/http/section'
import { saidBy } from '@/lib/drivers/http/words'
import { compiledOnce, sectionCompiler } from '@/lib/drivers/section/compile'
import type { SectionProblem } from '@/lib/drivers/section/problem'
import { checkShape, textField } from '@/lib/drivers/section/shape'
import type { Check, CheckResult } from './check'

const sectionShape = z.strictObject({ ...requestFields, pass: textField })

interface HttpCheckSection {
  readonly request: RequestTemplate
  readonly pass: Condition
}

function readSection(section: unknown): Result<HttpCheckSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section, Object.keys(sectionShape.shape))
  if (!shape.ok) return shape
  const { pass, ...spec } = shape.value
  const compiler = sectionCompiler()
  const request = compileRequest(compiler, '', { method: 'GET', ...spec }, attemptRoots)
  const condition = compiler.condition(['pass'], pass, [...attemptRoots, 'response'])
  if (!condition || compiler.problems.length > 0) return err(compiler.problems)
  return ok({ request, pass: condition })
}

const compiled = compiledOnce(readSection)

/** Asks an HTTP API and judges the answer, whatever its status, by the condition `pass` over `response`. */
export const httpCheck: Check = {
  validate(section) {
    const read = readSection(section)
    return read.ok ? [] : read.error
  },

  async run(section, ctx, services) {
    const { request, pass } = compiled(section)
    const prepared = await prepareEvaluation(ctx, request.secrets, services)
    if (!prepared.ok) return unknown(prepared.error)
    const sent = await exchange(request, prepared.value, null, services)
    if (sent.kind !== 'answered') return unknown(sent.message)
    const { context, options } = prepared.value
    const answer = pass.evaluate({ ...context, response: visible(sent) }, options)
    const evidence = redactDeep(
      { status: sent.response.status, body: shortened(sent.response.body) },
      options.secrets,
    )
    const words = redact(sent.summary + saidBy(sent.response), options.secrets)
    if (!answer.ok)
      return unknown(`${sent.summary}, but "pass" has no answer: ${answer.error.message}`, evidence)
    return { kind: answer.value ? 'pass' : 'fail', message: words, observed: evidence }
  },
}

/** A body that cannot be read is left out, so that a condition about it has no answer instead of a wrong one. */
function visible(sent: Exchange & { kind: 'answered' }): object {
  if (sent.readable) return sent.response
  const { body: _, ...rest } = sent.response
  return rest
}

function unknown(message: string, observed: Json = null): CheckResult {
  return { kind: 'unknown', message, observed }
}

function shortened(body: unknown): Json {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return text.length <= 2_000 ? (body as Json) : excerpt(text, 2_000)
}

function redactDeep(value: Json, secrets: Readonly<Record<string, string>> | undefined): Json {
  return JSON.parse(redact(JSON.stringify(value), secrets)) as Json
}
