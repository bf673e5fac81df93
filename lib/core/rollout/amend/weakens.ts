import { type Side, type SidePhase, waysTo } from './side'
import { weakerGates } from './weaker-gate'
import { weakerLimits, weakerSteps, weakerWhole } from './weaker-limits'
import { weakerWays } from './weaker-ways'

/**
 * Names each way in which a rollout would be less careful than it is, in a sentence; empty = what is left is as
 * safe as before, or safer. It errs on the careful side: what cannot be compared, such as another query of a check,
 * counts as weaker, because then somebody else looks at it.
 */
export function weakens(before: Side, after: Side): string[] {
  const said = [
    ...weakerWhole(before, after),
    ...after.phases.flatMap((phase) => weakerPhase(before, phase)),
    ...weakerTogether(before, after),
    ...weakerWays(before, after),
  ]
  return [...new Set(said)]
}

function weakerPhase(before: Side, after: SidePhase): string[] {
  if (after.done) return []
  const { id, title } = after.rules
  const own = before.phases.find(({ rules }) => rules.id === id)
  const said = own
    ? [
        ...[...weakerLimits(own, after), ...weakerSteps(own, after)].map((how) => `Phase “${title}” ${how}.`),
        ...weakerGates(own, after),
      ]
    : []
  for (const from of originsOf(before, after)) {
    if (from.rules.id === id) continue
    const where = `Phase “${title}”, which takes clusters of “${from.rules.title}”,`
    said.push(...weakerLimits(from, after).map((how) => `${where} ${how}.`))
    const [had, has] = [from.limits.steps.length, after.limits.steps.length]
    if (has < had) said.push(`${where} has ${has === 1 ? '1 step' : `${has} steps`} instead of ${had}.`)
  }
  return said
}

/** The phases that the clusters of a phase come from, as far as these have not begun. */
function originsOf(before: Side, { spots }: SidePhase): SidePhase[] {
  const ids = new Set(spots.filter(({ waits }) => waits).map(({ id }) => id))
  return before.phases.filter((phase) => phase.spots.some(({ id, waits }) => waits && ids.has(id)))
}

/** What several phases come to that share the clusters of one: each may be as careful as it was, and all not. */
function weakerTogether(before: Side, after: Side): string[] {
  const said: string[] = []
  for (const from of before.phases) {
    const heirs = after.phases.filter(
      (phase) => !phase.done && originsOf({ ...before, phases: [from] }, phase).length > 0,
    )
    if (heirs.length < 2) continue
    const { title } = from.rules
    const most = Math.max(
      ...heirs.map((heir) => sumOf(besides(after, heirs, heir), ({ maxInFlight }) => maxInFlight)),
    )
    if (most > from.limits.maxInFlight)
      said.push(
        `Clusters of “${title}” are in phases that run at the same time, with up to ${most} in flight instead of ${from.limits.maxInFlight}.`,
      )
    const failures = sumOf(heirs, ({ budget }) => budget ?? 0)
    if (from.limits.budget !== null && failures > from.limits.budget)
      said.push(
        `The phases that clusters of “${title}” are in tolerate ${failures} failures together instead of ${from.limits.budget}.`,
      )
  }
  return said
}

const sumOf = (phases: readonly SidePhase[], number: (limits: SidePhase['limits']) => number): number =>
  phases.reduce((sum, { limits }) => sum + number(limits), 0)

/** A phase and those of the others that may run while it does. */
function besides(side: Side, phases: readonly SidePhase[], one: SidePhase): SidePhase[] {
  const index = (phase: SidePhase) => side.phases.indexOf(phase)
  const ways = (phase: SidePhase) => waysTo(side, index(phase))
  return phases.filter(
    (other) => other === one || (!ways(other).has(index(one)) && !ways(one).has(index(other))),
  )
}
