import type { JsonObject } from '@/lib/core/shared/json'
import type { SectionProblem } from '@/lib/drivers/section/problem'
import type { CheckName } from './check'
import { commandCheck } from './command-check'
import { httpCheck } from './http-check'
import { readKafkaSection } from './kafka/section'
import { readPrometheusSection } from './prometheus/section'
import { simulatorCheck } from './simulator-check'

type Validate = (section: JsonObject) => readonly SectionProblem[]

/**
 * Validates the section of each check, for whoever saves documents: the same rules as the checks themselves,
 * without the Kafka client.
 */
export const checkValidators = {
  http: httpCheck.validate,
  command: commandCheck.validate,
  simulator: simulatorCheck.validate,
  kafka: (section) => problemsOf(readKafkaSection(section)),
  prometheus: (section) => problemsOf(readPrometheusSection(section)),
} as const satisfies Record<CheckName, Validate>

/** Finds the validator of a kind of check; undefined for one that nobody makes. */
export const findCheckValidator = (name: string): Validate | undefined =>
  Object.hasOwn(checkValidators, name) ? checkValidators[name as CheckName] : undefined

function problemsOf(
  read: { readonly ok: true } | { readonly ok: false; readonly error: readonly SectionProblem[] },
): readonly SectionProblem[] {
  return read.ok ? [] : read.error
}
