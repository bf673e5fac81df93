import { z } from 'zod'
import type { Condition } from '@/lib/core/expression/expression'
import type { Template } from '@/lib/core/expression/template'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { attemptRoots } from '@/lib/drivers/context'
import { compiledOnce, sectionCompiler } from '@/lib/drivers/section/compile'
import type { SectionProblem } from '@/lib/drivers/section/problem'
import { checkShape, durationField, textField } from '@/lib/drivers/section/shape'

const saslShape = z.strictObject({
  mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
  username: textField,
  password: textField,
})
const sectionShape = z.strictObject({
  /** `host:port`, several separated by commas, or a list of them. */
  bootstrap: z.union([textField, z.array(textField).min(1).max(50)]),
  tls: z.boolean().default(false),
  sasl: saslShape.optional(),
  /** For one look, all addresses included. */
  timeout: durationField(100, 60_000).default(10_000),
  pass: textField.default(
    'kafka.controller && kafka.offline == 0 && kafka.underReplicated == 0 && kafka.silent == 0',
  ),
})

/** A compiled kafka section. */
export interface KafkaSection {
  readonly bootstrap: Template
  readonly tls: boolean
  readonly sasl: {
    readonly mechanism: z.output<typeof saslShape>['mechanism']
    readonly login: Template
  } | null
  readonly timeoutMs: number
  readonly pass: Condition
  readonly secrets: readonly string[]
}

/** Reads a kafka section: compiled, or every problem with its path. */
export function readKafkaSection(section: unknown): Result<KafkaSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section, [
    ...Object.keys(sectionShape.shape),
    ...Object.keys(saslShape.shape),
  ])
  if (!shape.ok) return shape
  const { bootstrap: addresses, tls, sasl, timeout, pass } = shape.value
  const compiler = sectionCompiler()
  const bootstrap = compiler.template(['bootstrap'], addresses as Json, attemptRoots)
  const login = sasl
    ? compiler.template(['sasl'], { username: sasl.username, password: sasl.password }, attemptRoots)
    : null
  const condition = compiler.condition(['pass'], pass, [...attemptRoots, 'kafka'])
  if (!bootstrap || !condition || compiler.problems.length > 0) return err(compiler.problems)
  return ok({
    bootstrap,
    tls,
    sasl: sasl && login ? { mechanism: sasl.mechanism, login } : null,
    timeoutMs: timeout,
    pass: condition,
    secrets: [...bootstrap.secrets, ...(login?.secrets ?? [])],
  })
}

/** The same, kept by identity; for sections that were validated. */
export const kafkaSection = compiledOnce(readKafkaSection)
