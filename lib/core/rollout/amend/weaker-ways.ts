import { names } from '@/lib/core/plan/warnings'
import type { ResolvedGate } from '@/lib/core/policy/resolved'
import { type Side, type SidePhase, type Spot, waysTo } from './side'
import { capital, isAhead, type Placed, placedGates, weakerGate } from './weaker-gate'

/** Something that has to happen before a cluster may start. */
interface Barrier {
  readonly key: string
  /** What it is called when it is gone, and when clusters are past it. */
  readonly words: string
  /** Null = it is a phase. */
  readonly gate: ResolvedGate | null
}

/** What stands before the clusters of a phase up to a place in its ramp; the last stretch has no end. */
interface Stretch {
  readonly upTo: number
  readonly barriers: readonly Barrier[]
}

/**
 * Names each gate and each phase that clusters had to wait for and do not wait for any more: by another order,
 * another phase, or another course of phases.
 */
export function weakerWays(before: Side, after: Side): string[] {
  const was = barriersOf(before)
  const is = barriersOf(after)
  const standing = new Set([...is.all.keys()])
  const past = new Map<string, { barrier: Barrier; clusters: string[] }>()
  for (const [id, { spot, barriers }] of was.byTarget) {
    if (!spot.waits) continue
    const now = is.byTarget.get(id)?.barriers ?? []
    const there = new Set(now.map(({ key }) => key))
    const fresh = now.filter(({ key }) => !was.all.has(key))
    for (const barrier of barriers) {
      if (there.has(barrier.key) || isReplaced(barrier, fresh)) continue
      const found = past.get(barrier.key) ?? { barrier, clusters: [] }
      found.clusters.push(spot.cluster)
      past.set(barrier.key, found)
    }
  }
  // A gate that is gone from a phase that stays is named there.
  const stays = new Set(after.phases.map(({ rules }) => rules.id))
  return [...past].flatMap(([key, { barrier, clusters }]) => {
    if (!standing.has(key) && key.startsWith('gate:') && stays.has(phaseOfKey(key))) return []
    const many = clusters.length === 1 ? '1 cluster' : `${clusters.length} clusters`
    const verb = clusters.length === 1 ? 'does' : 'do'
    return [`${capital(many)} ${verb} not wait for ${barrier.words} any more: ${names(clusters.sort())}.`]
  })
}

/** Tells whether a gate that was not there before is at least as strict, and uses it up. */
function isReplaced({ gate }: Barrier, fresh: Barrier[]): boolean {
  if (gate === null) return false
  const at = fresh.findIndex((one) => one.gate?.type === gate.type && weakerGate(gate, one.gate).length === 0)
  if (at >= 0) fresh.splice(at, 1)
  return at >= 0
}

const phaseOfKey = (key: string): string => key.slice('gate:'.length).split('/')[0] ?? ''

interface Barriers {
  readonly byTarget: ReadonlyMap<number, { spot: Spot; barriers: readonly Barrier[] }>
  readonly all: ReadonlyMap<string, Barrier>
}

function barriersOf(side: Side): Barriers {
  const byTarget = new Map<number, { spot: Spot; barriers: readonly Barrier[] }>()
  const all = new Map<string, Barrier>()
  side.phases.forEach((phase, index) => {
    const stretches = stretchesOf(side, phase, index)
    for (const { barriers } of stretches) for (const one of barriers) all.set(one.key, one)
    let at = 0
    phase.spots.forEach((spot, position) => {
      while (position >= (stretches[at]?.upTo ?? Number.POSITIVE_INFINITY)) at += 1
      byTarget.set(spot.id, { spot, barriers: stretches[at]?.barriers ?? [] })
    })
  })
  return { byTarget, all }
}

function stretchesOf(side: Side, phase: SidePhase, index: number): Stretch[] {
  const ways = [...waysTo(side, index)].flatMap((i) => barriersBehind(side.phases[i] as SidePhase))
  const own = placedGates(phase.rules).filter((gate) => isAhead(phase, gate))
  let barriers = [...ways, ...own.filter(({ place }) => place === 'before').map(gateBarrier)]
  const ends = phase.limits.steps.map((upTo, n): Stretch => {
    const inFront = own.filter(({ place, step }) => place === 'step' && step === n)
    barriers = [...barriers, ...inFront.map(gateBarrier)]
    return { upTo: n === phase.limits.steps.length - 1 ? Number.POSITIVE_INFINITY : upTo, barriers }
  })
  return ends.length > 0 ? ends : [{ upTo: Number.POSITIVE_INFINITY, barriers }]
}

/** What whoever comes after a phase waits for: its clusters, and every gate of it that is still to be passed. */
function barriersBehind(phase: SidePhase): Barrier[] {
  if (phase.done || phase.spots.length === 0) return []
  const { id, title } = phase.rules
  const done = { key: `phase:${id}`, words: `phase “${title}”`, gate: null }
  return [
    done,
    ...placedGates(phase.rules)
      .filter((gate) => isAhead(phase, gate))
      .map(gateBarrier),
  ]
}

const gateBarrier = ({ key, words, spec }: Placed): Barrier => ({ key: `gate:${key}`, words, gate: spec })
