import type { BarPart } from '@/components/ui/progress'
import type { StateStyle } from '@/lib/client/state-style'
import { type TargetState, targetStates } from '@/lib/core/rollout/states'
import type { PhaseDto, RolloutDto, TargetCounts } from '@/lib/rollouts/dto'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeCount, codeOf, isRetryingCode, stateOfCode } from '@/lib/stream/cell'
import { isHeld, styleOfCode } from './appearance'

/** How many targets of one phase, or of all, have each code. */
export interface Tally {
  readonly total: number
  readonly byCode: readonly number[]
  readonly held: boolean
}

/** Counts one phase: from the store once it is there, from the page's own data until then. */
export function tallyPhase(store: RolloutStore | null, phase: PhaseDto, rollout: RolloutDto): Tally {
  const byCode = Array.from({ length: codeCount }, (_, code) =>
    store && store.seq >= 0 ? store.count(phase.index, code) : countOf(phase.counts, code),
  )
  return { total: phase.total, byCode, held: isHeld(phase, rollout) }
}

const countOf = (counts: TargetCounts, code: number): number =>
  code < targetStates.length ? counts[targetStates[code] as TargetState] : 0

/** Number of targets of a tally in one state, those that back off before their next try included. */
export function countState(tally: Tally, state: TargetState): number {
  return tally.byCode.reduce((sum, count, code) => (stateOfCode(code) === state ? sum + count : sum), 0)
}

/** Number of targets of a tally in each state. */
export const stateCounts = (tally: Tally): TargetCounts =>
  Object.fromEntries(targetStates.map((state) => [state, countState(tally, state)])) as TargetCounts

/** Adds tallies up. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const byCode = Array.from({ length: codeCount }, (_, code) =>
    tallies.reduce((sum, tally) => sum + (tally.byCode[code] ?? 0), 0),
  )
  return { total: tallies.reduce((sum, tally) => sum + tally.total, 0), byCode, held: false }
}

export const inFlightCount = (tally: Tally): number =>
  countState(tally, 'applying') + countState(tally, 'verifying') + countState(tally, 'reverting')

/** Of those in flight: nothing is done to them at this moment, they back off before their next try. */
export const retryingCount = (tally: Tally): number =>
  tally.byCode.reduce((sum, count, code) => (isRetryingCode(code) ? sum + count : sum), 0)

export const failedCount = (tally: Tally): number =>
  countState(tally, 'failed') + countState(tally, 'revert_failed')

/** Those on which something was done, and came to rest or is on its way back. */
export const touchedCount = (tally: Tally): number =>
  (['succeeded', 'failed', 'reverting', 'reverted', 'revert_failed'] as const).reduce(
    (sum, state) => sum + countState(tally, state),
    0,
  )

/** At rest, whatever the end. */
export const doneCount = (tally: Tally): number =>
  tally.total - countState(tally, 'pending') - inFlightCount(tally)

/** From left to right: done, then trouble, then what moves, then what waits. */
const barOrder: readonly number[] = [
  codeOf('succeeded', false),
  codeOf('skipped', false),
  codeOf('cancelled', false),
  codeOf('reverted', false),
  codeOf('failed', false),
  codeOf('revert_failed', false),
  ...Array.from({ length: codeCount }, (_, code) => code).filter(isRetryingCode),
  codeOf('reverting', false),
  codeOf('verifying', false),
  codeOf('applying', false),
]
const pending = codeOf('pending', false)

/** Makes the parts of a stacked bar; pending targets of held phases are a part of their own. */
export function barParts(tallies: readonly Tally[]): BarPart[] {
  const parts = new Map<string, BarPart>()
  const add = (style: StateStyle, count: number) => {
    const before = parts.get(style.label)?.count ?? 0
    const label = style.label.toLowerCase()
    parts.set(style.label, { key: style.label, tone: style.tone, label, count: before + count })
  }
  for (const code of barOrder)
    for (const { byCode } of tallies) add(styleOfCode(code, false), byCode[code] ?? 0)
  for (const held of [true, false]) {
    for (const tally of tallies)
      if (tally.held === held) add(styleOfCode(pending, held), tally.byCode[pending] ?? 0)
  }
  return [...parts.values()]
}
