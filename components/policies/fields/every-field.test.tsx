import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { TextHistory } from '@/components/documents/use-text-history'
import { PreferencesProvider } from '@/lib/client/preferences'
import type {
  ApprovalSpec,
  CheckSpec,
  GateSpec,
  GuardSpec,
  PhaseSpec,
  PolicySpec,
  StepSpec,
} from '@/lib/core/policy/types'
import { isObject, type Json, type JsonObject } from '@/lib/core/shared/json'
import { PhaseForm } from '../builder/phase-form'
import { PolicyFields } from '../builder/policy-fields'

/** With every member that may be left out: a field that the language gains is missing here until it is added. */
type Whole<T> = T extends readonly (infer Item)[]
  ? readonly Whole<Item>[]
  : T extends JsonObject
    ? T
    : T extends object
      ? { readonly [Key in keyof T]-?: Whole<T[Key]> }
      : T
type GateKind = GateSpec extends infer Gate ? (Gate extends unknown ? keyof Gate : never) : never
type Content<Kind extends GateKind> = GateSpec extends infer Gate
  ? Gate extends Record<Kind, infer Inside>
    ? Inside
    : never
  : never

const approval: Whole<ApprovalSpec> = {
  count: 2,
  role: 'approver',
  notLauncher: true,
  expires: '24h',
  always: false,
}
const check: Whole<CheckSpec> = {
  name: 'lag',
  check: 'http',
  with: { url: 'https://one.example' },
  every: '31s',
  for: '10m',
  timeout: '2h',
  always: false,
}
const guard: Whole<GuardSpec> = {
  name: 'errors',
  check: 'http',
  with: { url: 'https://two.example' },
  every: '32s',
  failAfter: '3m',
}
const gates: { readonly [Kind in GateKind]: Whole<Content<Kind>> } = {
  approval,
  soak: '33m',
  window: { days: ['mon', 'wed'], from: '09:00', to: '16:00', timezone: 'Etc/GMT+1' },
  check,
  webhook: {
    name: 'board',
    url: 'https://three.example',
    secret: 'board-key',
    expires: '7d',
    always: false,
  },
}
// An empty phase has no steps: what an approval of one says about empty phases means nothing.
const stepApproval: Omit<Whole<ApprovalSpec>, 'always'> = {
  count: 3,
  role: 'admin',
  notLauncher: true,
  expires: '25h',
}
const step: Omit<Whole<StepSpec>, 'approval'> = { to: '10%', soak: '1h' }
const trouble = {
  failureBudget: { max: '5%', onExhausted: 'pause', strict: false },
  // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
  unreachable: { wait: '34m', then: 'skip' },
  stop: { against: 'notYetUpgraded', falseAlarm: '1%', baseline: '2%', check: 'lag' },
} as const satisfies Whole<Pick<PhaseSpec & PolicySpec, 'failureBudget' | 'unreachable' | 'stop'>>

const phase = {
  id: 'two',
  title: 'Second',
  description: 'What for',
  after: ['one'],
  select: 'cluster.region == "r1"',
  take: '20%',
  takeBy: 'region',
  order: 'weight',
  steps: [{ ...step, approval: stepApproval }],
  maxInFlight: 7,
  spread: { by: 'provider', maxInFlight: 4 },
  ...trouble,
  soak: '35m',
  before: Object.entries(gates).map(([kind, content]) => ({ [kind]: content })),
  checks: [check],
} satisfies Record<keyof Whole<PhaseSpec>, unknown>

const spec = { guards: [guard], ...trouble } satisfies Record<
  // The phases are the lane itself; what becomes of the rest stands on its last card.
  Exclude<keyof Whole<PolicySpec>, 'phases' | 'unmatched'>,
  unknown
>

/** There is one word to choose from. */
const withoutChoice = new Set(['stop.against'])

const text = {} as TextHistory

const preferences = { theme: 'light', density: 'comfortable', zone: 'utc', localZone: 'UTC' } as const

describe('every field of the language can be edited in the lane', () => {
  it.each(leavesOf(phase as unknown as JsonObject).filter((path) => !withoutChoice.has(path)))(
    'of a phase: %s',
    (path) => {
      expect(controlsOf(phaseForm(partOf(changedAt(phase, path), path)))).not.toEqual(
        controlsOf(phaseForm(partOf(phase, path))),
      )
    },
  )

  it.each(leavesOf(spec as unknown as JsonObject).filter((path) => !withoutChoice.has(path)))(
    'of a policy: %s',
    (path) => {
      expect(controlsOf(policyForm(partOf(changedAt(spec, path), path)))).not.toEqual(
        controlsOf(policyForm(partOf(spec, path))),
      )
    },
  )
})

function phaseForm(written: unknown): string {
  const of = (index: number, id: string, value: JsonObject) => ({
    index,
    id,
    title: id,
    select: String(value.select ?? 'true'),
    after: (value.after ?? []) as string[],
    afterWritten: true,
    written: value,
  })
  const phases = [of(0, 'one', {}), of(1, 'two', written as JsonObject), of(2, 'onf', {})]
  return drawn(
    <PhaseForm
      phase={phases[1] as (typeof phases)[number]}
      phases={phases}
      facts={undefined}
      span={null}
      problems={[]}
      text={text}
      vocabulary={{ subjects: [], values: new Map() }}
    />,
  )
}

function policyForm(written: unknown): string {
  return drawn(
    <PolicyFields
      lane={{
        name: 'policy',
        title: '',
        unmatched: 'exclude',
        metadata: {},
        spec: written as JsonObject,
        phases: [],
      }}
      facts={null}
      text={text}
      problems={[]}
      open
      onToggle={() => {}}
    />,
  )
}

function drawn(form: React.ReactNode): string {
  return renderToStaticMarkup(<PreferencesProvider initial={preferences}>{form}</PreferencesProvider>)
}

/** What can be set on a page, as it is set: its inputs, buttons and boxes, without the words around them. */
function controlsOf(html: string): readonly string[] {
  return html.match(/<textarea[^>]*>[^<]*|<(?:input|button)[^>]*>/g) ?? []
}

/** Lists where a value has texts, numbers and flags: `stop.baseline`, `before.0.approval.count`. */
function leavesOf(value: Json, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, `${path}.${i}`))
  if (!isObject(value)) return [path.slice(1)]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item as Json, `${path}.${key}`))
}

/** Leaves of a value the one part that a place is in: a form of everything takes long to draw. */
function partOf(value: unknown, path: string): JsonObject {
  const [key = '', item] = path.split('.')
  const part = (value as JsonObject)[key] as Json
  return { [key]: key === 'before' && Array.isArray(part) ? [part[Number(item)]] : part }
}

/** Gives a value with another text, number or flag at a place. */
function changedAt(value: unknown, path: string): unknown {
  const next = structuredClone(value) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() as string
  const place = keys.reduce((at, key) => at[key] as Record<string, unknown>, next)
  place[last] = another(place[last] as string | number | boolean)
  return next
}

const words: Readonly<Record<string, string>> = {
  approver: 'operator',
  admin: 'operator',
  http: 'simulator',
  mon: 'tue',
  wed: 'thu',
  one: 'onf',
  pause: 'rollback',
  skip: 'fail',
}

function another(value: string | number | boolean): string | number | boolean {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  const digit = value.search(/\d(?!.*\d)/)
  if (digit < 0) return words[value] ?? `${value}2`
  return `${value.slice(0, digit)}${(Number(value[digit]) + 1) % 10}${value.slice(digit + 1)}`
}
