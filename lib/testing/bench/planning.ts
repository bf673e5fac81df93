/**
 * `npm run bench -- planning`: how long plans and rehearsals take, on fleets of synthetic clusters. No database: the
 * pure functions behind `POST /plans` and `POST /rehearsals`.
 */
import type { PhaseSpec } from '@/lib/core/policy/types'
import { believe } from '@/lib/core/rehearse/beliefs'
import { rehearse } from '@/lib/core/rehearse/rehearse'
import { simulate } from '@/lib/core/rehearse/simulate'
import { operation, plan, policy } from '@/lib/testing/plan/make'
import { median } from './statistics'
import { syntheticFleet } from './synthetic-fleet'

const rounds = 5

function time(work: () => void): number {
  const all: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now()
    work()
    // The first round warms up.
    if (round > 0) all.push(performance.now() - began)
  }
  return median(all)
}

/** Twenty phases: five providers' worth of regions, in shares, so that selectors and samples both have work. */
function twentyPhases(order: PhaseSpec['order']): Partial<PhaseSpec>[] {
  return Array.from({ length: 20 }, (_, i) => ({
    id: `p${i}`,
    select: `cluster.region == "r${i >> 1}"`,
    ...(i % 2 === 0 && { take: '20%' as const, takeBy: ['tier', 'version'] }),
    ...(order !== undefined && { order }),
    maxInFlight: '5%' as const,
    failureBudget: { max: '1%' as const },
  }))
}

function planMs(size: number, order: PhaseSpec['order']): number {
  const clusters = syntheticFleet(size)
  const rules = policy({ phases: twentyPhases(order) })
  return time(() => {
    plan({ clusters, policy: rules })
  })
}

interface Rehearsed {
  readonly runs: number
  readonly whole: number
  readonly one: number
  /** The longest that nobody else had the processor. */
  readonly slice: number
}

function rehearsalMs(size: number): Rehearsed {
  const clusters = syntheticFleet(size)
  const phases: Partial<PhaseSpec>[] = Array.from({ length: 10 }, (_, i) => ({
    id: `p${i}`,
    select: `cluster.region == "r${i}"`,
    maxInFlight: '10%',
    failureBudget: { max: '10%' },
    soak: '30m',
    ...(i === 0 && { before: [{ approval: {} }] }),
  }))
  const made = plan({ clusters, policy: policy({ phases }), operation: operation() })
  const input = {
    plan: made,
    fleet: new Map(clusters.map((one) => [one.name, one])),
    beliefs: believe(
      { attempts: [], targets: [], flakes: { failed: 0, attempts: 0 }, approvals: { count: 0, p50Ms: 0 } },
      {},
    ),
    freezes: [],
    startsAt: 0,
    seed: 'bench',
  }
  let runs = 0
  let slice = 0
  const drain = (steps: Generator<void, unknown>): unknown => {
    for (;;) {
      const began = performance.now()
      const step = steps.next()
      slice = Math.max(slice, performance.now() - began)
      if (step.done) return step.value
    }
  }
  const whole = time(() => {
    runs = (drain(rehearse({ ...input, runs: null })) as { runs: number }).runs
  })
  const one = time(() => drain(simulate(input)))
  return { runs, whole, one, slice }
}

/** Prints the table of plans and the table of rehearsals. */
export function benchPlanning(): void {
  process.stdout.write(
    `Plans over 20 phases with selectors, samples and strata; medians of ${rounds}\n\n` +
      '| clusters | order by name, ms | order: random, ms | order: diverse, ms |\n' +
      '| -------: | ----------------: | ----------------: | -----------------: |\n',
  )
  for (const size of [1_000, 10_000, 100_000]) {
    const [byName, random, diverse] = [undefined, 'random', 'diverse'].map((order) => planMs(size, order))
    process.stdout.write(
      `| ${size} | ${byName?.toFixed(0)} | ${random?.toFixed(0)} | ${diverse?.toFixed(0)} |\n`,
    )
  }
  process.stdout.write(
    `\nRehearsals over 10 phases, a tenth in flight; medians of ${rounds}\n\n` +
      '| clusters | runs | rehearsal, ms | one run, ms | longest slice, ms |\n' +
      '| -------: | ---: | ------------: | ----------: | ----------------: |\n',
  )
  for (const size of [100, 1_000, 10_000]) {
    const { runs, whole, one, slice } = rehearsalMs(size)
    process.stdout.write(
      `| ${size} | ${runs} | ${whole.toFixed(0)} | ${one.toFixed(0)} | ${slice.toFixed(0)} |\n`,
    )
  }
}
