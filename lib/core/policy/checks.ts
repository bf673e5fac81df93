import type { Report } from '@/lib/core/document/shape'
import { excerpt, suggest } from '@/lib/core/shared/suggest'
import { phaseAfter, phaseIds } from './phase-ids'
import type { PhaseSpec, PolicyDocument, StepSpec } from './types'

type ReportTo = (report: Report) => void

/** Checks that ids are unique, that every `after` names a phase, and that no phase waits for itself. */
export function checkGraph({ spec }: PolicyDocument, report: ReportTo): void {
  const ids = phaseIds(spec.phases)
  const first = new Map<string, number>()
  ids.forEach((id, i) => {
    const other = first.get(id)
    if (other === undefined) first.set(id, i)
    else report({ message: `phase ${other + 1} is called ${id} already`, path: phasePath(i, 'id') })
  })
  const after = phaseAfter(spec.phases)
  spec.phases.forEach((phase, i) => {
    phase.after?.forEach((id, k) => {
      const path = phasePath(i, 'after', String(k))
      if (!first.has(id)) {
        const meant = suggest(
          id,
          ids.filter((_, other) => other !== i),
        )
        report({
          message: `there is no phase ${excerpt(id)}`,
          path,
          ...(meant === undefined ? {} : { suggestion: meant }),
        })
      } else if (phase.after?.indexOf(id) !== k) report({ message: `${id} is there twice`, path })
    })
  })
  const cycle = findCycle(ids, after)
  if (cycle) {
    const at = ids.indexOf(cycle[0] as string)
    const message = `the phases wait for each other in a circle: ${[...cycle, cycle[0]].map((id) => excerpt(id ?? '')).join(' after ')}`
    report({ message, path: spec.phases[at]?.after ? phasePath(at, 'after') : phasePath(at) })
  }
}

/** Finds a circle of ids, each of which comes after the next, by visiting depth first. */
function findCycle(ids: readonly string[], after: readonly (readonly string[])[]): string[] | undefined {
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []

  function visit(id: string): string[] | undefined {
    if (state.get(id) === 'done') return undefined
    if (state.get(id) === 'open') return trail.slice(trail.indexOf(id))
    state.set(id, 'open')
    trail.push(id)
    for (const next of after[ids.indexOf(id)] ?? []) {
      const cycle = ids.includes(next) ? visit(next) : undefined
      if (cycle) return cycle
    }
    trail.pop()
    state.set(id, 'done')
    return undefined
  }

  for (const id of ids) {
    const cycle = visit(id)
    if (cycle) return cycle
  }
  return undefined
}

/** Checks that a guard can be told from the others by its name. */
export function checkGuards({ spec }: PolicyDocument, report: ReportTo): void {
  spec.guards?.forEach(({ name }, i) => {
    if (spec.guards?.findIndex((other) => other.name === name) === i) return
    const path = ['spec', 'guards', String(i), 'name']
    report({ message: `there is a guard ${excerpt(name)} already`, path })
  })
}

/** Checks what a phase says against itself: steps that grow, `takeBy` with `take`, its stop, names of gates, windows. */
export function checkPhases({ spec }: PolicyDocument, report: ReportTo): void {
  spec.phases.forEach((phase, i) => {
    if (phase.takeBy !== undefined && phase.take === undefined) {
      report({ message: 'takeBy says how to sample, but there is no take', path: phasePath(i, 'takeBy') })
    }
    if (phase.stop?.check !== undefined && phase.stop.baseline !== undefined) {
      report({
        message: 'a stop on a check is compared with clusters that wait, so it has no baseline',
        path: phasePath(i, 'stop', 'baseline'),
      })
    }
    checkSteps(phase, i, report)
    checkNames(phase, i, report)
    phase.before?.forEach((gate, k) => {
      if ('window' in gate && gate.window.from === gate.window.to) {
        report({
          message: 'the window is empty: it ends when it begins',
          path: phasePath(i, 'before', String(k), 'window', 'to'),
        })
      }
    })
  })
}

function checkSteps(phase: PhaseSpec, i: number, report: ReportTo): void {
  const steps = (phase.steps ?? []).map((step) => (typeof step === 'object' ? (step as StepSpec).to : step))
  steps.forEach((to, k) => {
    const before = steps[k - 1]
    if (before === undefined) return
    const path = phasePath(i, 'steps', String(k))
    if (typeof to === typeof before && Number.parseFloat(String(to)) <= Number.parseFloat(String(before))) {
      report({ message: `steps are cumulative and must grow: ${to} does not come after ${before}`, path })
    }
    if (before === '100%') report({ message: 'nothing is left after a step to 100%', path })
  })
}

function checkNames(phase: PhaseSpec, i: number, report: ReportTo): void {
  const names = new Set<string>()
  const check = (name: string, path: string[]) => {
    if (names.has(name)) report({ message: `there is a gate ${excerpt(name)} in this phase already`, path })
    names.add(name)
  }
  phase.before?.forEach((gate, k) => {
    if ('check' in gate) check(gate.check.name, phasePath(i, 'before', String(k), 'check', 'name'))
    if ('webhook' in gate) check(gate.webhook.name, phasePath(i, 'before', String(k), 'webhook', 'name'))
  })
  phase.checks?.forEach((gate, k) => {
    check(gate.name, phasePath(i, 'checks', String(k), 'name'))
  })
}

function phasePath(index: number, ...rest: string[]): string[] {
  return ['spec', 'phases', String(index), ...rest]
}
