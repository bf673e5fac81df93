import type { ResolvedGate, ResolvedGuard, ResolvedWindow } from '@/lib/core/policy/resolved'
import type { PhaseSketch, RolloutSketch } from '@/lib/core/rollout/rollout-kit'
import { approval, checkGate, verifyCheck, webhook } from '@/lib/core/rollout/rollout-kit'
import { createRandom, type Random } from '@/lib/core/shared/random'

/** What may go wrong with a call, a write or a worker. */
export const faultKinds = [
  'slow',
  'unavailable',
  'refused',
  'hang',
  /** It took effect, and the answer never came: the most valuable of all. */
  'lost',
  'duplicate',
  'crash-before',
  'crash-after',
  'freeze',
  'write-fails',
  'write-unknown',
  'queued-long',
] as const
export type FaultKind = (typeof faultKinds)[number]

export const acts = [
  'pause',
  'resume',
  'abort',
  'cancel',
  'approve',
  'approve',
  'approve',
  'reject',
  'retry',
  'retry-phase',
  'amend',
  'amend',
  'amend',
  'amend',
  'amend',
  'amend',
  'approve-amendment',
  'drop-amendment',
  'lower',
  'schedule',
  'skip',
  'skip-phase',
  'override',
  'rollback',
  'rollback-part',
  'rollback-part',
  'stop-line',
  'release-line',
  'acknowledge',
] as const

export interface Act {
  readonly at: number
  readonly act: (typeof acts)[number]
  readonly pick: number
  /** The second click: the same once more at once. */
  readonly twice: boolean
}

/** One drawn case: what is rolled out, what goes wrong, who does what. Follows from its seed alone. */
export interface Scenario {
  readonly seed: string
  readonly rollouts: readonly RolloutSketch[]
  /** How each of them begins: at once, or as a draft, with the moment at which it starts by itself. */
  readonly drafts: readonly ({ readonly startAt: number | null } | null)[]
  readonly faults: readonly FaultKind[]
  /** Share of calls that meet a fault, and share of operations that do not end well. */
  readonly faultRate: number
  readonly badRate: number
  readonly sickRate: number
  readonly acts: readonly Act[]
  /** Disruption budget: how many clusters of a region may be at work at once, over all rollouts; null = any. */
  readonly placesMax: number | null
  /** Share of the looks at gates and guards that do not pass; and guards and checks may be out for long at once. */
  readonly badLooks: number
  readonly outage: { readonly from: number; readonly until: number } | null
  readonly freezes: readonly { readonly from: number; readonly until: number; readonly region: string }[]
  /** When trouble ends and everybody only helps. */
  readonly healAt: number
}

/** Draws a scenario from its seed. */
export function drawScenario(seed: string): Scenario {
  const random = createRandom(`scenario ${seed}`)
  const some = <T>(items: readonly T[]): T => items[random.int(items.length)] as T
  const faults = random.shuffle(faultKinds).slice(0, 1 + random.int(5))
  const count = random.int(4) === 0 ? 2 : 1
  const calm = random.int(4) === 0
  const drafts = Array.from({ length: count }, () => drawDraft(random))
  const plans = drafts.flatMap((draft, i) => (draft ? drawPlans(random, i, count) : []))
  return {
    seed,
    rollouts: Array.from({ length: count }, () => drawRollout(random)),
    drafts,
    faults,
    faultRate: some([0.1, 0.25, 0.5]),
    badRate: some([0, 0.1, 0.3]),
    sickRate: some([0, 0, 0.15]),
    acts: calm ? [] : [...plans, ...Array.from({ length: 2 + random.int(12) }, () => drawAct(random))],
    freezes:
      random.int(3) === 0
        ? [{ from: random.int(20_000), until: 20_000 + random.int(40_000), region: some(['a', 'b']) }]
        : [],
    placesMax: some([null, null, 1, 2, 3]),
    badLooks: some([0, 0.1, 0.3]),
    outage: random.int(3) === 0 ? { from: 5_000 + random.int(20_000), until: 60_000 } : null,
    healAt: 90_000,
  }
}

const drawDraft = (random: Random): Scenario['drafts'][number] =>
  random.int(5) > 0 ? null : { startAt: random.int(4) === 0 ? null : 2_000 + random.int(50_000) }

/** Those who plan a draft change their minds: it starts later, sooner, or not by itself. */
const drawPlans = (random: Random, rollout: number, rollouts: number): Act[] =>
  Array.from({ length: 1 + random.int(3) }, () => ({
    at: random.int(20_000),
    act: 'schedule',
    pick: rollout + rollouts * random.int(500),
    twice: random.int(4) === 0,
  }))

function drawAct(random: Random): Act {
  return {
    // Most of what can be commanded is over in half a minute.
    at: random.int(random.int(2) === 0 ? 25_000 : 85_000),
    act: acts[random.int(acts.length)] as Act['act'],
    pick: random.int(1_000),
    twice: random.int(4) === 0,
  }
}

function drawRollout(random: Random): RolloutSketch {
  const some = <T>(items: readonly T[]): T => items[random.int(items.length)] as T
  const revert = random.int(2) === 0
  const budget = () =>
    some([
      null,
      null,
      {
        max: some([0, 1, 2, '10%', '50%'] as const),
        onExhausted: some(['pause', 'pause', 'abort', ...(revert ? ['rollback' as const] : [])] as const),
        strict: random.int(2) === 0,
      },
    ])
  const phases = Array.from({ length: 1 + random.int(3) }, (_, i): PhaseSketch => {
    const amount = () => some([1, 2, 3, 5, '34%', '50%', '100%'] as const)
    return {
      size: random.int(8),
      maxInFlight: amount(),
      regions: some([['a'], ['a', 'b'], ['a', 'a', 'b', 'c']]),
      spread: some([[], [{ by: 'region', maxInFlight: amount() }]]),
      failureBudget: budget(),
      soakMs: some([0, 0, 15_000]),
      before: drawGates(random),
      checks: random.int(5) === 0 ? [drawCheck(random)] : [],
      steps: some([
        [{ to: '100%' as const, soakMs: 0, approval: null }],
        [
          { to: 1, soakMs: 4_000, approval: null },
          { to: '100%' as const, soakMs: 0, approval: null },
        ],
        [
          { to: 2, soakMs: 0, approval: drawApproval(random) },
          { to: '100%' as const, soakMs: 0, approval: null },
        ],
      ]),
      ...(i === 2 && random.int(2) === 0 ? { after: ['p0'] } : {}),
    }
  })
  const check = { ...verifyCheck, forMs: some([0, 3_000]), timeoutMs: 40_000 }
  return {
    phases,
    failureBudget: budget(),
    guards: random.int(4) === 0 ? [drawGuard(random)] : [],
    operation: {
      revert: revert ? { driver: 'simulator', with: {} } : null,
      irreversibleAfter: revert && random.int(8) === 0 ? some(['apply', 'verify'] as const) : null,
      preflight: random.int(3) === 0 ? [check] : [],
      verify: random.int(2) === 0 ? [check] : [],
      timeoutMs: some([20_000, 600_000]),
      retry: { attempts: 1 + random.int(3), backoffMs: some([500, 5_000]), maxBackoffMs: 10_000 },
    },
  }
}

function drawGates(random: Random): ResolvedGate[] {
  switch (random.int(13)) {
    case 0:
    case 1:
      return [drawApproval(random)]
    case 2:
      return [drawApproval(random), drawCheck(random)]
    case 3:
      return [drawCheck(random)]
    case 4:
      return [window]
    case 5:
    case 6:
    case 7:
      return [drawWebhook(random)]
    case 8:
      return [drawApproval(random), drawWebhook(random)]
    default:
      return []
  }
}

/** Open in the first minute of the virtual time and from the third on. */
const window: ResolvedWindow = {
  type: 'window',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '00:02',
  to: '00:01',
  timezone: 'UTC',
}

const drawCheck = (random: Random) =>
  checkGate({
    everyMs: 1_000 + random.int(4_000),
    forMs: random.int(2) === 0 ? 0 : 6_000,
    timeoutMs: random.int(3) === 0 ? 30_000 : 600_000,
  })

const drawGuard = (random: Random): ResolvedGuard => ({
  name: 'errors',
  check: 'http',
  with: {},
  everyMs: 1_000 + random.int(4_000),
  failAfterMs: random.int(2) === 0 ? 0 : 8_000,
})

const drawApproval = (random: Random) =>
  approval({
    count: 1 + random.int(2),
    notLauncher: random.int(2) === 0,
    expiresMs: random.int(3) === 0 ? 20_000 : 86_400_000,
  })

const drawWebhook = (random: Random) => webhook({ expiresMs: random.int(2) === 0 ? 20_000 : 86_400_000 })
