/**
 * `npm run bench -- stop`: a statistical stop beside the best fixed threshold with the same rate of false alarms. Both
 * are carried by the real engine on the rehearsal's clock, with the same draws: 300 clusters, ten in flight, of which
 * 2 % fail anyway.
 */
import type { PhaseSpec } from '@/lib/core/policy/types'
import { simulate } from '@/lib/core/rehearse/simulate'
import type { Beliefs, RunResult, Spell } from '@/lib/core/rehearse/types'
import { operation, plan, policy } from '@/lib/testing/plan/make'
import { syntheticFleet } from './synthetic-fleet'

const size = 300
const inFlight = 10
const baseline = 0.02
const falseAlarm = 0.01
const soundRuns = 3_000
const badRuns = 300
const badRates = [0.06, 0.1, 0.2, 0.4, 0.8] as const

const fleet = syntheticFleet(size)
const byName = new Map(fleet.map((one) => [one.name, one]))
const spell: Spell = { medianMs: 60_000, sigma: 0.5 }

function beliefs(failure: number): Beliefs {
  const belief = { apply: spell, verify: spell, failure }
  const basis = { ...belief, approval: spell, attempts: 0, targets: 0, approvals: 0, assumed: [] }
  return { of: () => belief, flake: 0, approval: spell, basis }
}

function launch(phase: Partial<PhaseSpec>) {
  const rules = policy({ phases: [{ maxInFlight: inFlight, ...phase }] })
  return plan({ clusters: fleet, policy: rules, operation: operation('  retry: { attempts: 1 }\n') })
}

const withStop = launch({
  failureBudget: { max: '100%' },
  stop: { against: 'notYetUpgraded', falseAlarm: `${falseAlarm * 100}%`, baseline: `${baseline * 100}%` },
})

function play(made: ReturnType<typeof plan>, failure: number, run: number): RunResult {
  const steps = simulate({
    plan: made,
    fleet: byName,
    beliefs: beliefs(failure),
    freezes: [],
    startsAt: 0,
    seed: `stop ${failure} ${run}`,
  })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The smallest budget that a sound rollout exceeds no more often than `falseAlarm`, by the binomial distribution. */
function bestThreshold(): number {
  let term = (1 - baseline) ** size
  let below = term
  let max = 0
  while (1 - below > falseAlarm) {
    term *= ((size - max) / (max + 1)) * (baseline / (1 - baseline))
    max += 1
    below += term
  }
  return max
}

function summary(made: ReturnType<typeof plan>, failure: number, runs: number) {
  const all = Array.from({ length: runs }, (_, run) => play(made, failure, run))
  return {
    stopped: all.filter(({ stop }) => stop !== null).length / runs,
    harmed: all.reduce((sum, { failures }) => sum + failures, 0) / runs,
  }
}

/** Prints the false alarms of both, and how many clusters fail until each stops, by how bad it is. */
export function benchStop(): void {
  const max = bestThreshold()
  const fixed = launch({ failureBudget: { max } })
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  process.stdout.write(
    `${size} clusters, ${inFlight} in flight, ${percent(baseline)} fail anyway, false alarms at most ${percent(falseAlarm)}; best fixed threshold: ${max} tolerated\n\n` +
      '| really fail | runs | stop: harmed | fixed: harmed | stop: stopped | fixed: stopped |\n' +
      '| ----------: | ---: | -----------: | ------------: | ------------: | -------------: |\n',
  )
  for (const rate of [baseline, ...badRates]) {
    const runs = rate === baseline ? soundRuns : badRuns
    const [mine, theirs] = [summary(withStop, rate, runs), summary(fixed, rate, runs)]
    process.stdout.write(
      `| ${percent(rate)} | ${runs} | ${mine.harmed.toFixed(1)} | ${theirs.harmed.toFixed(1)} | ${percent(mine.stopped)} | ${percent(theirs.stopped)} |\n`,
    )
  }
}
