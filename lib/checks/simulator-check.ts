import { z } from 'zod'
import { createRandom } from '@/lib/core/shared/random'
import { ok, type Result } from '@/lib/core/shared/result'
import { compiledOnce } from '@/lib/drivers/section/compile'
import type { SectionProblem } from '@/lib/drivers/section/problem'
import { checkShape } from '@/lib/drivers/section/shape'
import type { Check } from './check'

const sectionShape = z.strictObject({
  /** Share of the attempts whose check passes. */
  passRate: z.number().min(0).max(1).default(1),
  /** Share of the looks that show nothing. */
  unknownRate: z.number().min(0).max(0.95).default(0),
  /** Other draws for the same attempts. */
  seed: z.string().max(200).default(''),
})

function readSection(section: unknown): Result<z.output<typeof sectionShape>, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section ?? {}, Object.keys(sectionShape.shape))
  return shape.ok ? ok(shape.value) : shape
}

const compiled = compiledOnce(readSection)
const noSection = {}

/** Plays a check: an attempt passes or fails for good, as drawn from its key; single looks may show nothing. */
export const simulatorCheck: Check = {
  validate(section) {
    const read = readSection(section)
    return read.ok ? [] : read.error
  },

  async run(section, ctx, services) {
    const { passRate, unknownRate, seed } = compiled(section ?? noSection)
    const look = `${seed}/${ctx.key}/${Math.floor(services.now() / 1_000)}`
    if (unknownRate > 0 && createRandom(look).next() < unknownRate)
      return { kind: 'unknown', message: 'the simulated check has no answer', observed: null }
    const passes = passRate === 1 || createRandom(`${seed}/${ctx.key}`).next() < passRate
    return passes
      ? { kind: 'pass', message: 'the simulated check passes', observed: null }
      : { kind: 'fail', message: 'the simulated check fails', observed: null }
  },
}
