import { z } from 'zod'
import type { Condition } from '@/lib/core/expression/expression'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { attemptRoots } from '../context'
import { compiledOnce, sectionCompiler } from '../section/compile'
import { type SectionProblem, sectionError } from '../section/problem'
import { checkShape, textField } from '../section/shape'

const seconds = z.number().min(0).max(86_400)
const rate = z.number().min(0).max(1)

const sectionShape = z.strictObject({
  /** How long it takes: exactly, evenly between two bounds, or log-normally around p50 with one in ten above p90. */
  seconds: z
    .union([
      seconds,
      z.strictObject({ min: seconds, max: seconds }),
      z.strictObject({ p50: seconds.positive(), p90: seconds.positive() }),
    ])
    .default(20),
  /** Share of the attempts that fail, somewhere on their way. */
  failRate: rate.default(0),
  /** Attempts at clusters of which this holds fail always. */
  failWhen: textField.optional(),
  /** Share of the starts and polls that are answered "try again". */
  flakeRate: z.number().min(0).max(0.95).default(0),
  /** Whether the nodes of the cluster go one after the other. */
  nodes: z.boolean().default(false),
  /** Other draws for the same attempts. */
  seed: z.string().max(200).default(''),
})

/** What the simulator plays, defaults made explicit. */
export interface SimulatorSection extends Omit<z.output<typeof sectionShape>, 'failWhen'> {
  readonly failWhen: Condition | null
  /** Nothing is drawn and nothing takes time: the answer is always `done`. */
  readonly instant: boolean
}

/** Reads a simulator section; no section at all is one with every default. */
export function readSimulatorSection(section: unknown): Result<SimulatorSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section ?? {}, [
    ...Object.keys(sectionShape.shape),
    'min',
    'max',
    'p50',
    'p90',
  ])
  if (!shape.ok) return shape
  const value = shape.value
  const compiler = sectionCompiler()
  const failWhen = value.failWhen ? compiler.condition(['failWhen'], value.failWhen, attemptRoots) : null
  const problems = [...compiler.problems, ...boundProblems(value.seconds)]
  if (problems.length > 0) return err(problems)
  const instant = value.seconds === 0 && value.failRate === 0 && value.flakeRate === 0 && failWhen === null
  return ok({ ...value, failWhen, instant })
}

/** The same, kept by identity; for sections that were validated. */
export const simulatorSection = compiledOnce(readSimulatorSection)

function boundProblems(value: z.output<typeof sectionShape>['seconds']): SectionProblem[] {
  if (typeof value === 'number') return []
  if ('min' in value)
    return value.min <= value.max ? [] : [sectionError(['seconds', 'max'], 'must not be below min')]
  return value.p50 <= value.p90 ? [] : [sectionError(['seconds', 'p90'], 'must not be below p50')]
}
