import { envelope, titleProblem } from '@/lib/core/document/envelope'
import {
  type At,
  below,
  fail,
  flag,
  integer,
  jsonObject,
  listOf,
  nameOf,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from '@/lib/core/document/shape'
import { amount, duration, limit, selector, subject } from '@/lib/core/document/words'
import type { Amount } from '@/lib/core/shared/amount'
import { isObject, type Json } from '@/lib/core/shared/json'
import { documentNameProblem } from '@/lib/core/shared/names'
import { excerpt, suggest } from '@/lib/core/shared/suggest'
import { type ApprovalSpec, checkKinds, type GateSpec, type StepSpec, weekdays } from './types'

const hour = 3_600_000
const day = 24 * hour

const budget = object({
  max: limit(0),
  onExhausted: optional(oneOf(['pause', 'abort', 'rollback'])),
  strict: optional(flag),
})

const unreachable = object({
  wait: optional(duration({ maxMs: 30 * day })),
  // biome-ignore lint/suspicious/noThenProperty: a word of the language; the value is a shape, never a promise
  then: optional(oneOf(['skip', 'fail'])),
})

const share: Shape<Amount> = (value, at) => {
  const read = amount(1)(value, at)
  if (read === undefined) return undefined
  if (typeof read === 'string' && Number.parseFloat(read) <= 50) return read
  return fail(at, 'expected a share such as 1%, at most 50%')
}

const stop = object({
  against: oneOf(['notYetUpgraded']),
  falseAlarm: share,
  baseline: optional(share),
  check: optional(text(100, titleProblem)),
})

const guard = object({
  name: text(100, titleProblem),
  check: oneOf(checkKinds),
  with: optional(jsonObject),
  every: optional(duration({ minMs: 1_000, maxMs: hour })),
  failAfter: optional(duration({ maxMs: day })),
})

const check = object({
  name: text(100, titleProblem),
  check: oneOf(checkKinds),
  with: optional(jsonObject),
  every: optional(duration({ minMs: 1_000, maxMs: hour })),
  for: optional(duration({ maxMs: 7 * day })),
  timeout: optional(duration({ minMs: 1_000, maxMs: 30 * day })),
  always: optional(flag),
})

const approval: Shape<ApprovalSpec> = object({
  count: optional(integer(1, 20)),
  role: optional(oneOf(['approver', 'operator', 'admin'])),
  notLauncher: optional(flag),
  expires: optional(duration({ minMs: 60_000 })),
  always: optional(flag),
})

const clock = text(5, (value) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
    ? undefined
    : `expected a time such as 09:30, found "${excerpt(value)}"`,
)

const timezone = text(60, (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return undefined
  } catch {
    return `there is no time zone "${excerpt(value)}": expected one such as Europe/London`
  }
})

const window = object({
  days: optional(listOf(oneOf(weekdays), { min: 1, max: 7 })),
  from: clock,
  to: clock,
  timezone,
})

const webhook = object({
  name: text(100, titleProblem),
  url: optional(
    text(2_000, (url) =>
      URL.canParse(url) && /^https?:/.test(url)
        ? undefined
        : 'expected a URL that begins with https:// or http://',
    ),
  ),
  secret: text(10_000, documentNameProblem),
  expires: optional(duration({ minMs: 60_000 })),
  always: optional(flag),
})

const gates = { approval, soak: duration(), window, check, webhook } as const

/** A gate is an object with one key, its kind. */
const gate: Shape<GateSpec> = (value, at) => {
  const kinds = Object.keys(gates)
  if (!isObject(value)) return fail(at, `expected a gate (${kinds.join(', ')}), found ${nameOf(value)}`)
  const [kind, ...more] = Object.keys(value)
  if (kind === undefined || more.length > 0) {
    return fail(
      at,
      `a gate has exactly one kind (${kinds.join(', ')}), found ${kind === undefined ? 'none' : [kind, ...more].map((key) => excerpt(key)).join(', ')}`,
    )
  }
  if (!Object.hasOwn(gates, kind)) {
    const meant = suggest(kind, kinds)
    const path = [...at.path, kind]
    const message = `unknown kind of gate ${excerpt(kind)}, expected ${kinds.join(', ')}`
    return at.report(
      meant === undefined
        ? { message, path, where: 'key' }
        : { message, path, where: 'key', suggestion: meant },
    )
  }
  const content = value[kind] === null && kind === 'approval' ? {} : (value[kind] as Json)
  const read = gates[kind as keyof typeof gates](content, below(at, kind))
  return read === undefined ? undefined : ({ [kind]: read } as unknown as GateSpec)
}

const stepObject: Shape<StepSpec> = object({
  to: amount(1),
  soak: optional(duration()),
  approval: optional(approval),
})
const step = (value: Json, at: At) => (isObject(value) ? stepObject(value, at) : amount(1)(value, at))

const spreadObject = object({ by: subject(), maxInFlight: limit(1) })

/** One thing or a list of them. */
function oneOrMore<T>(shape: Shape<T>, max: number): Shape<T | readonly T[]> {
  const many = listOf(shape, { min: 1, max })
  return (value, at) => (Array.isArray(value) ? many(value, at) : shape(value, at))
}

const order: Shape<string | readonly string[]> = (value, at) =>
  value === 'random' || value === 'diverse' ? value : oneOrMore(subject({ descending: true }), 8)(value, at)

const phaseId = text(10_000, documentNameProblem)

export const phaseShape = object({
  id: optional(phaseId),
  title: optional(text(200, titleProblem)),
  description: optional(text(10_000)),
  after: optional(listOf(text(10_000), { max: 100 })),
  select: selector,
  take: optional(limit(1)),
  takeBy: optional(oneOrMore(subject(), 4)),
  order: optional(order),
  steps: optional(listOf(step, { min: 1, max: 50 })),
  maxInFlight: optional(limit(1)),
  spread: optional(oneOrMore(spreadObject, 4)),
  failureBudget: optional(budget),
  soak: optional(duration()),
  unreachable: optional(unreachable),
  stop: optional(stop),
  before: optional(listOf(gate, { max: 20 })),
  checks: optional(listOf(check, { max: 20 })),
})

/** The shape of a policy document, its members in the order in which they are exported. */
export const policyShape = envelope(
  'Policy',
  object({
    unmatched: optional(oneOf(['exclude', 'refuse'])),
    guards: optional(listOf(guard, { max: 20 })),
    failureBudget: optional(budget),
    unreachable: optional(unreachable),
    stop: optional(stop),
    phases: listOf(phaseShape, { min: 1, max: 200 }),
  }),
)
