import { envelope, titleProblem } from '@/lib/core/document/envelope'
import {
  integer,
  jsonObject,
  listOf,
  object,
  oneOf,
  optional,
  recordOf,
  text,
} from '@/lib/core/document/shape'
import { duration, expression, selector, template } from '@/lib/core/document/words'
import { checkKinds } from '@/lib/core/policy/types'
import { labelKeyProblem } from '@/lib/core/shared/names'
import { driverNames } from './types'

/** What `satisfied` and `sets` may read. */
export const operationRoots = ['cluster', 'params'] as const

const hour = 3_600_000
const day = 24 * hour

const driverCall = object({
  driver: oneOf(driverNames),
  with: optional(jsonObject),
})

const check = object({
  name: text(100, titleProblem),
  check: oneOf(checkKinds),
  with: optional(jsonObject),
  every: optional(duration({ minMs: 1_000, maxMs: hour })),
  for: optional(duration({ maxMs: day })),
  timeout: optional(duration({ minMs: 1_000, maxMs: 7 * day })),
})

const value = template(text(1_000), operationRoots)

const sets = object({
  version: optional(value),
  environment: optional(value),
  tier: optional(value),
  region: optional(value),
  provider: optional(value),
  labels: optional(recordOf(value, labelKeyProblem)),
})

const retry = object({
  attempts: optional(integer(1, 100)),
  backoff: optional(duration({ maxMs: day })),
  maxBackoff: optional(duration({ maxMs: day })),
})

/** The shape of an operation document, its members in the order in which they are exported. */
export const operationShape = envelope(
  'Operation',
  object({
    appliesTo: optional(selector),
    params: optional(jsonObject),
    satisfied: optional(expression(operationRoots, 'condition')),
    sets: optional(sets),
    timeout: optional(duration({ minMs: 1_000, maxMs: 30 * day })),
    retry: optional(retry),
    preflight: optional(listOf(check, { max: 50 })),
    apply: driverCall,
    verify: optional(listOf(check, { max: 50 })),
    revert: optional(driverCall),
    irreversibleAfter: optional(oneOf(['apply', 'verify'])),
  }),
)
