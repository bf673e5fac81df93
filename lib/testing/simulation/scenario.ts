import type { PhaseSketch, RolloutSketch } from '@/lib/core/rollout/rollout-kit'
import { approval, verifyCheck } from '@/lib/core/rollout/rollout-kit'
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
  'skip',
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
  readonly faults: readonly FaultKind[]
  /** Share of calls that meet a fault, and share of operations that do not end well. */
  readonly faultRate: number
  readonly badRate: number
  readonly sickRate: number
  readonly acts: readonly Act[]
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
  return {
    seed,
    rollouts: Array.from({ length: count }, () => drawRollout(random)),
    faults,
    faultRate: some([0.1, 0.25, 0.5]),
    badRate: some([0, 0.1, 0.3]),
    sickRate: some([0, 0, 0.15]),
    acts: calm ? [] : Array.from({ length: 2 + random.int(10) }, () => drawAct(random)),
    freezes:
      random.int(3) === 0
        ? [{ from: random.int(20_000), until: 20_000 + random.int(40_000), region: some(['a', 'b']) }]
        : [],
    healAt: 90_000,
  }
}

function drawAct(random: Random): Act {
  return {
    at: random.int(85_000),
    act: acts[random.int(acts.length)] as Act['act'],
    pick: random.int(1_000),
    twice: random.int(4) === 0,
  }
}

function drawRollout(random: Random): RolloutSketch {
  const some = <T>(items: readonly T[]): T => items[random.int(items.length)] as T
  const budget = () =>
    some([
      null,
      null,
      {
        max: some([0, 1, 2, '10%', '50%'] as const),
        onExhausted: some(['pause', 'pause', 'abort'] as const),
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
      before: random.int(3) === 0 ? [drawApproval(random)] : [],
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
    operation: {
      preflight: random.int(3) === 0 ? [check] : [],
      verify: random.int(2) === 0 ? [check] : [],
      timeoutMs: some([20_000, 600_000]),
      retry: { attempts: 1 + random.int(3), backoffMs: some([500, 5_000]), maxBackoffMs: 10_000 },
    },
  }
}

const drawApproval = (random: Random) =>
  approval({
    count: 1 + random.int(2),
    notLauncher: random.int(2) === 0,
    expiresMs: random.int(3) === 0 ? 20_000 : 86_400_000,
  })
