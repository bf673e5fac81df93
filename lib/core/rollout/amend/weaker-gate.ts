import type {
  ResolvedApproval,
  ResolvedCheck,
  ResolvedGate,
  ResolvedPhase,
  ResolvedWindow,
} from '@/lib/core/policy/resolved'
import { formatDuration } from '@/lib/core/shared/duration'
import { windowWords } from '@/lib/core/shared/weekly-window'
import { same } from './begun'
import type { SidePhase } from './side'

/** A gate of a policy with what tells it apart: where it stands, its kind or name, and which of several it is. */
export interface Placed {
  readonly key: string
  readonly spec: ResolvedGate
  /** For people: `the approval before phase “Azure”`. */
  readonly words: string
  /** `null` = in front of the phase or behind it; else the number of the ramp step that it stands in front of. */
  readonly step: number | null
  readonly place: 'before' | 'step' | 'after'
}

/** Lists the gates of a phase, told apart by what they are rather than by their number. */
export function placedGates(rules: ResolvedPhase): Placed[] {
  const seen = new Map<string, number>()
  const place = (where: Placed['place'], spec: ResolvedGate, step: number | null = null): Placed => {
    const kind = `${rules.id}/${where}/${spec.type}/${'name' in spec ? spec.name : ''}`
    const number = seen.get(kind) ?? 0
    seen.set(kind, number + 1)
    const at = where === 'step' ? 'between the steps of' : where
    return {
      key: `${kind}/${number}`,
      spec,
      words: `${gateWords(spec)} ${at} phase “${rules.title}”`,
      step,
      place: where,
    }
  }
  const last = rules.steps.length - 1
  return [
    ...rules.before.map((spec) => place('before', spec)),
    ...rules.steps.flatMap(({ soakMs, approval }, n) => {
      const where = n === last ? 'after' : 'step'
      const step = n === last ? null : n + 1
      return [
        ...(soakMs > 0 ? [place(where, { type: 'soak', soakMs }, step)] : []),
        ...(approval ? [place(where, approval, step)] : []),
      ]
    }),
    ...(rules.soakMs > 0 ? [place('after', { type: 'soak', soakMs: rules.soakMs })] : []),
    ...rules.checks.map((spec) => place('after', spec)),
  ]
}

/** Tells whether a gate of a phase is still to be passed by somebody. */
export function isAhead({ done, begun, step }: SidePhase, gate: Placed): boolean {
  if (done) return false
  if (gate.place === 'before') return !begun || gate.spec.type === 'window'
  return gate.step === null || !begun || gate.step > step
}

/** Names each gate of a phase that is gone, or asks for less than it did. */
export function weakerGates(before: SidePhase, after: SidePhase): string[] {
  const now = new Map(placedGates(after.rules).map((gate) => [gate.key, gate]))
  return placedGates(before.rules)
    .filter((gate) => isAhead(before, gate))
    .flatMap((gate) => {
      const kept = now.get(gate.key)
      if (!kept) return [`There is no longer ${gate.words}.`]
      return weakerGate(gate.spec, kept.spec).map((how) => `${capital(gate.words)} ${how}.`)
    })
}

/** Says in which ways one gate asks for less than another; empty = it is at least as strict. */
export function weakerGate(before: ResolvedGate, after: ResolvedGate): string[] {
  if (before.type === 'approval' && after.type === 'approval') return weakerApproval(before, after)
  if (before.type === 'window' && after.type === 'window') return weakerWindow(before, after)
  if (before.type === 'check' && after.type === 'check') return weakerCheck(before, after)
  if (before.type === 'soak' && after.type === 'soak') {
    return after.soakMs < before.soakMs ? [`lasts only ${formatDuration(after.soakMs)}`] : []
  }
  return same(before, after) ? [] : ['is not the same any more']
}

function weakerApproval(before: ResolvedApproval, after: ResolvedApproval): string[] {
  const said: string[] = []
  if (after.count < before.count) said.push(`needs ${after.count} instead of ${before.count}`)
  if (after.role !== before.role && after.role !== 'admin')
    said.push(`may be given by ${after.role}s instead of ${before.role}s`)
  if (before.notLauncher && !after.notLauncher) said.push('may be given by who launched it')
  if (before.always && !after.always) said.push('is not asked for when the phase is empty')
  return said
}

function weakerWindow(before: ResolvedWindow, after: ResolvedWindow): string[] {
  const within =
    after.timezone === before.timezone &&
    after.days.every((day) => before.days.includes(day)) &&
    before.from < before.to &&
    after.from < after.to &&
    after.from >= before.from &&
    after.to <= before.to
  return within || same(before, after) ? [] : [`is ${windowWords(after)} now, which is not within it`]
}

function weakerCheck(before: ResolvedCheck, after: ResolvedCheck): string[] {
  const said: string[] = []
  if (before.check !== after.check || !same(before.with, after.with))
    said.push('looks at something else, and whether that is as strict cannot be told')
  if (after.forMs < before.forMs)
    said.push(`has to pass for ${formatDuration(after.forMs)} instead of ${formatDuration(before.forMs)}`)
  if (before.always && !after.always) said.push('is not made when the phase is empty')
  return said
}

function gateWords(spec: ResolvedGate): string {
  switch (spec.type) {
    case 'approval':
      return spec.count === 1 ? 'the approval' : `the approval by ${spec.count}`
    case 'soak':
      return `the soak of ${formatDuration(spec.soakMs)}`
    case 'window':
      return `the window ${windowWords(spec)}`
    case 'check':
      return `the check “${spec.name}”`
    case 'webhook':
      return `the webhook “${spec.name}”`
  }
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
