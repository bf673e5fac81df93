import { describe, expect, it } from 'vitest'
import { play, type RunReport, simulate } from './run'
import { drawScenario, type FaultKind, faultKinds, type Scenario } from './scenario'

/**
 * Thousands of drawn cases on a virtual clock: the real core between two workers, a database that may lose
 * answers, and systems that misbehave; judged from outside. A seed that fails replays with
 * `npm run simulate -- --seed N`.
 */

const wanted = 2_000
/** Of the processor, not of the clock: how many cases are played does not hang on what else is at work. */
const roomMs = 40_000
const spentMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
/** However busy the machine is: among these has come up all that is asked for below. */
const atLeast = 220

/** What must have come up among them, or they would prove nothing about it. */
const wantedKinds = [
  'board calls twice',
  'board comes late',
  'board has an old plan',
  'board has an old round',
  'board has old evidence',
  'board opens',
  'board refuses',
  'budget.exhausted',
  'gate.closed',
  'gate.expired',
  'gate.observed',
  'gate.overridden',
  'guard.observed',
  'phase.skipped',
  'proposal approved by one too close',
  'proposal overtaken',
  'proposal while another waits',
  'proposal with old evidence',
  'rollout.aborted',
  'rollout.amended elsewhere',
  'rollout.amended tighter',
  'rollout.amended weaker',
  'rollout.amendment_proposed',
  'rollout.amendment_rejected',
  'rollout.amendment_withdrawn',
  'rollout.paused guard',
  'rollout.paused stop_the_line',
  'rollout.reopened',
  'rollout.rollback_ended',
  'rollout.rolled_back',
  'rollout.scheduled',
  'rollout.started',
  'rollout.unscheduled',
  'target.reverted',
]

/** A case in which next to nothing took place proves nothing, and does not count. */
const counts = ({ operations, faults }: RunReport): boolean =>
  operations >= 3 && Object.values(faults).some((times) => times > 0)

describe('on a virtual clock, whatever goes wrong', () => {
  it(`${wanted} cases in which enough happened keep every promise`, { timeout: 300_000 }, () => {
    const began = spentMs()
    const faults: Record<string, number> = {}
    const kinds = new Set<string>()
    let counted = 0
    let takeOvers = 0
    const goesOn = () => counted < atLeast || (counted < wanted && spentMs() - began < roomMs)
    for (let seed = 1; goesOn(); seed++) {
      const report = simulate(String(seed))
      expect(report.violations, `replay: npm run simulate -- --seed ${seed}`).toEqual([])
      if (!counts(report)) continue
      counted += 1
      takeOvers += report.takeOvers - 1
      for (const kind of report.kinds) kinds.add(kind)
      for (const [kind, times] of Object.entries(report.faults)) faults[kind] = (faults[kind] ?? 0) + times
    }
    expect(takeOvers).toBeGreaterThan(counted / 10)
    expect(wantedKinds.filter((kind) => !kinds.has(kind))).toEqual([])
    expect(Object.keys(faults).sort()).toEqual([...faultKinds].sort())
  })

  it('the same seed plays the same', () => {
    for (const seed of ['7', '42', '829']) expect(simulate(seed)).toEqual(simulate(seed))
  })

  it('a run with crashes ends as the same run without them, with the same effects', {
    timeout: 60_000,
  }, () => {
    const crashes: FaultKind[] = ['crash-before', 'crash-after', 'freeze', 'write-fails', 'write-unknown']
    let crashed = 0
    for (let seed = 1; seed <= 60; seed++) {
      const calm = undisturbed(drawScenario(`calm ${seed}`))
      const without = play(calm)
      const withThem = play({ ...calm, faults: crashes, faultRate: 0.2 })
      expect(withThem.violations, `calm ${seed}`).toEqual([])
      expect(withThem.outcome, `calm ${seed}`).toEqual(without.outcome)
      crashed += Object.values(withThem.faults).reduce((sum, times) => sum + times, 0)
    }
    expect(crashed).toBeGreaterThan(250)
  })
})

/** The same without what depends on the moment: people, budgets, guards, freezes, deadlines that a crash may miss. */
function undisturbed(scenario: Scenario): Scenario {
  const rollouts = scenario.rollouts.slice(0, 1).map((sketch) => ({
    ...sketch,
    failureBudget: null,
    guards: [],
    phases: sketch.phases.map((phase) => ({ ...phase, failureBudget: null })),
    operation: { ...sketch.operation, timeoutMs: 600_000 },
  }))
  const calm = {
    faults: [],
    acts: [],
    drafts: [],
    freezes: [],
    sickRate: 0,
    badLooks: 0,
    outage: null,
    placesMax: null,
  }
  return { ...scenario, ...calm, rollouts, healAt: 1_800_000 }
}
