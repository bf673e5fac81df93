import { readCommandSection } from './command/section'
import type { DriverName } from './driver'
import { readHttpSection } from './http/section'
import type { SectionProblem } from './section/problem'
import { readSimulatorSection } from './simulator/section'

type Read = (
  section: unknown,
) => { readonly ok: true } | { readonly ok: false; readonly error: readonly SectionProblem[] }

const validator =
  (read: Read) =>
  (section: unknown): readonly SectionProblem[] => {
    const answer = read(section)
    return answer.ok ? [] : answer.error
  }

/**
 * Validates the section of each driver, for whoever saves operations: the same rules as the drivers themselves,
 * without the code that opens connections and starts processes.
 */
export const sectionValidators = {
  http: validator(readHttpSection),
  command: validator(readCommandSection),
  simulator: validator(readSimulatorSection),
} as const satisfies Record<DriverName, (section: unknown) => readonly SectionProblem[]>
