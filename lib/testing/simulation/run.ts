import { planned } from '@/lib/core/rollout/amend/amend-kit'
import type { AmendedData } from '@/lib/core/rollout/amend/amendment'
import type { Loaded } from '@/lib/core/rollout/load'
import { isFinished } from '@/lib/core/rollout/states'
import { createRandom } from '@/lib/core/shared/random'
import { Board } from './board'
import { Desk } from './desk'
import { People } from './people'
import { type Fate, Plant } from './plant'
import { Proposals } from './proposals'
import { drawScenario, type Scenario } from './scenario'
import { Site } from './site'
import { type Logged, Store, type Stored } from './store'
import { Timeline } from './timeline'
import { judgeRun } from './verdict'
import { Silence } from './verdict-silence'
import { judgeStart, type Violations } from './witness'

/** How a run went. */
export interface RunReport {
  readonly seed: string
  readonly violations: Violations
  /** How much happened, to tell a run that proves something from one in which nothing took place. */
  readonly operations: number
  readonly faults: Readonly<Record<string, number>>
  readonly commands: number
  readonly takeOvers: number
  /** Which kinds of event there were, of pauses with their cause; and what the board and proposals have met. */
  readonly kinds: readonly string[]
  /** How each cluster ended, and how many operations it saw. */
  readonly outcome: readonly string[]
}

const helpEveryMs = 5_000
const helpRounds = 400

/** Plays the scenario of a seed to its end and judges it. */
export const simulate = (seed: string): RunReport => play(drawScenario(seed))

/** Plays a scenario: trouble until it heals, then everybody helps until every rollout is over. */
export function play(scenario: Scenario): RunReport {
  const time = new Timeline()
  const store = new Store(scenario.placesMax)
  const violations: Violations = []
  const healed = () => time.now >= scenario.healAt
  const plant: Plant = new Plant(
    time,
    (clusterId, before) => drawFate(scenario, clusterId, before, healed()),
    (operation) => judgeStart(operation, plant.operations, store, scenario.placesMax, violations),
    (clusterId, at) =>
      at < scenario.healAt && createRandom(`sick ${scenario.seed} ${clusterId}`).next() < scenario.sickRate,
  )
  const launched = scenario.rollouts.map(planned)
  launched.forEach((loaded, i) => {
    store.add(begun(numbered(loaded, i, launched[0] ?? loaded), scenario.drafts[i] ?? null))
  })
  const desk = new Desk(time, store)
  const site = new Site(scenario, time, store, plant, createRandom(`site ${scenario.seed}`), desk)
  const board = new Board(time, store, desk, scenario.seed)
  store.onAsked = (rollout, gate, planHash, seq) => {
    if (gate.spec.type === 'webhook') board.hear(rollout, gate, planHash, seq)
  }
  const proposals = new Proposals(time, store, desk)
  // Whoever sees something fail wants it done otherwise.
  store.onFailed = (rollout, failures) => {
    const random = createRandom(`react ${scenario.seed} ${rollout} ${failures}`)
    if (scenario.acts.length > 0) proposals.react(rollout, random.int(200))
  }
  const everybody = new People(time, store, desk, proposals)
  const ids = [...store.rollouts.keys()]
  for (const act of scenario.acts) {
    time.after(act.at, () => everybody.perform(ids[act.pick % ids.length] ?? 1, act))
  }
  site.hire()
  site.hire()
  const over = () => [...store.rollouts.values()].every(({ head }) => isFinished(head.state))
  // Where nobody commands, nothing follows the end.
  time.run(scenario.healAt, () => scenario.acts.length === 0 && over())
  site.faults.heal()
  everybody.releaseLine()

  const silence = new Silence(store, violations)
  for (let round = 0; round < helpRounds && !over(); round++) {
    for (const [id, stored] of store.rollouts) {
      silence.listen(id, stored, time.now)
      help(id, stored, everybody, round)
      board.help(id)
    }
    time.run(time.now + helpEveryMs, over)
  }
  time.run(time.now + 60_000)
  if (!over()) violations.push('it never ends, though everybody helps (10)')
  judgeRun(scenario, { store, plant, board, accepted: desk.accepted }, violations)
  return {
    seed: scenario.seed,
    violations,
    operations: plant.operations.length,
    faults: Object.fromEntries(site.faults.counts),
    commands: desk.accepted.length,
    takeOvers: Math.max(...[...store.rollouts.values()].map(({ fence }) => fence)),
    kinds: [...kindsOf(store), ...board.kinds, ...proposals.kinds].sort(),
    outcome: outcomeOf(store, plant),
  }
}

/** A rollout as somebody has launched it: at work, or a draft that may start by itself. */
const begun = (loaded: Loaded, draft: Scenario['drafts'][number]): Loaded =>
  draft === null
    ? loaded
    : { ...loaded, head: { ...loaded.head, state: 'draft', startedAt: null, startAt: draft.startAt } }

/** A second rollout wants some of the same clusters, where they are; its targets have numbers of their own. */
function numbered(loaded: Loaded, i: number, first: Loaded): Loaded {
  if (i === 0) return loaded
  const regions = new Map(first.targets.map(({ clusterId, facts }) => [clusterId, facts.region]))
  const targets = loaded.targets.map((target) => {
    const { id, clusterId, facts } = target
    return {
      ...target,
      id: id + i * 100_000,
      facts: { ...facts, region: regions.get(clusterId) ?? facts.region },
    }
  })
  return { ...loaded, head: { ...loaded.head, id: i + 1 }, targets }
}

function drawFate({ seed, badRate }: Scenario, clusterId: number, before: number, healed: boolean): Fate {
  const random = createRandom(`fate ${seed} ${clusterId} ${before}`)
  const lastsMs = 200 + random.int(8_000)
  if (healed || random.next() >= badRate) return { lastsMs, ends: 'done', stubborn: false }
  const ends = (['failed', 'failed', 'died', 'never'] as const)[random.int(4)] ?? 'failed'
  return { lastsMs, ends, stubborn: ends === 'never' && random.int(2) === 0 }
}

/** Does what a rollout may be waiting for: goes on after a pause, and approves, by whoever may. */
function help(id: number, { head }: Stored, everybody: People, round: number): void {
  // Where too few may approve, somebody has to answer for going on.
  if (round % 20 === 19) everybody.perform(id, { act: 'override', pick: round, twice: false })
  // Broken clusters keep their places until somebody looks at them.
  if (round % 5 === 4) everybody.acknowledge(round)
  // What a rollback of chosen clusters holds back keeps its slot; where that is the last one, all has to go back.
  if (round % 20 === 19 && head.state === 'rolling_back' && head.rollback === 'part')
    everybody.perform(id, { act: 'rollback', pick: 1, twice: false })
  if (head.state === 'draft' && head.startAt === null)
    everybody.perform(id, { act: 'resume', pick: 0, twice: false })
  if (head.state === 'paused') everybody.perform(id, { act: 'resume', pick: 0, twice: false })
  else if (head.state === 'running') {
    for (const person of [1, 2]) {
      everybody.perform(id, { act: 'approve', pick: (person << 2) + (round % 4), twice: false })
    }
  }
}

function kindsOf(store: Store): string[] {
  const all = [...store.rollouts.values()].flatMap(({ log }) => log)
  return [...new Set(all.flatMap(kindsOfEvent))]
}

function kindsOfEvent({ type, data }: Logged): string[] {
  if (type === 'rollout.paused') return [`${type} ${data.cause}`]
  if (type !== 'rollout.amended') return [type]
  const { weakenings, moved } = data as unknown as AmendedData
  return [
    type,
    ...(weakenings.length > 0 ? [`${type} weaker`] : [`${type} tighter`]),
    ...(moved > 0 ? [`${type} elsewhere`] : []),
  ]
}

function outcomeOf(store: Store, plant: Plant): string[] {
  return [...store.rollouts].flatMap(([id, { targets, head }]) => [
    `${id} ${head.state}`,
    ...[...targets.values()].map((target) => {
      const effects = plant.operations.filter(
        ({ rollout, targetId }) => rollout === id && targetId === target.id,
      )
      return `${id} ${target.cluster} ${target.state} ${effects.length}`
    }),
  ])
}
