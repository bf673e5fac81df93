import { type TargetState, targetStates } from '@/lib/core/rollout/states'

/**
 * A cell is what the stream says of one target, in one byte: the high half is a code (the index of the
 * state, or of a state that backs off before its next try), the low half the progress in fourteenths.
 */

const backingOff = ['applying', 'verifying', 'reverting'] as const satisfies readonly TargetState[]
const progressSteps = 14

/** Codes in use; every code is below this. */
export const codeCount = targetStates.length + backingOff.length

/** Makes the code of a state; `retrying` counts only where a driver may be at work. */
export function codeOf(state: TargetState, retrying: boolean): number {
  const back = retrying ? (backingOff as readonly TargetState[]).indexOf(state) : -1
  return back >= 0 ? targetStates.length + back : targetStates.indexOf(state)
}

/** Gives the state that a code stands for; throws a RangeError for a code never given out. */
export function stateOfCode(code: number): TargetState {
  const state = targetStates[code] ?? backingOff[code - targetStates.length]
  if (state === undefined) throw new RangeError(`unknown state code ${code}`)
  return state
}

/** Tells whether the code is of a target that waits for its next try. */
export const isRetryingCode = (code: number): boolean => code >= targetStates.length

/** Packs code and progress (0 to 1, null = unknown) into one byte. */
export function cellOf(code: number, progress: number | null): number {
  const step =
    progress === null ? 0 : 1 + Math.min(progressSteps, Math.max(0, Math.floor(progress * progressSteps)))
  return (code << 4) | step
}

/** The code of a cell. */
export const codeOfCell = (cell: number): number => cell >> 4

const atWork: ReadonlySet<number> = new Set(backingOff.map((state) => targetStates.indexOf(state)))

/** Tells whether a driver or a check is at work on the target, and may say how far it is. */
export const isAtWork = (cell: number): boolean => atWork.has(codeOfCell(cell))

/** The coarse progress of a cell, 0 to 1; null = unknown. */
export function progressOfCell(cell: number): number | null {
  const step = cell & 0x0f
  return step === 0 ? null : (step - 1) / progressSteps
}
