import { z } from 'zod'
import { err, ok, type Result } from '@/lib/core/shared/result'

/** One series of an answer. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A moment and a number as text: `+Inf`, `-Inf` and `NaN` have no form in JSON. */
const point = z.tuple([z.number(), z.string()])
const answerShape = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).optional(),
  data: z.union([
    z.object({ resultType: z.literal('scalar'), result: point }),
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: point })),
    }),
  ]),
})

/**
 * Reads the answer to an instant query. What proves nothing is refused in words: no series, a value that is not
 * a number, a warning (the answer may be partial), or an answer of another form.
 */
export function readSamples(body: unknown): Result<readonly Sample[], string> {
  const parsed = answerShape.safeParse(body)
  if (!parsed.success) return err('the answer is not that of an instant query giving numbers')
  const { warnings, data } = parsed.data
  if (warnings && warnings.length > 0) return err(`the answer may be partial: ${warnings.join('; ')}`)
  const series = data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result
  const samples = series.map(({ metric, value: [, text] }) => ({ labels: metric, value: readNumber(text) }))
  if (samples.length === 0) return err('there is no data: the query gives no series')
  const broken = samples.filter(({ value }) => Number.isNaN(value)).length
  return broken > 0 ? err(`${broken} of ${samples.length} series have no value (NaN)`) : ok(samples)
}

function readNumber(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  return text.trim() === '' ? Number.NaN : Number(text)
}
