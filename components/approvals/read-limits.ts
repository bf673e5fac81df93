import type { StakeDto } from '@/lib/approvals/dto'
import { formatCount } from '@/lib/client/format'

/** Lower limits as they are typed; empty = as they are. */
export interface TypedLimits {
  readonly maxInFlight: string
  readonly failureBudget: string
}

export const noLimits: TypedLimits = { maxInFlight: '', failureBudget: '' }

type Limits = Pick<StakeDto, 'maxInFlight' | 'budget'>

/** Tells whether an approval lets anything go whose limits could be lower. */
export const canLower = ({ clusters, maxInFlight, budget }: Limits & Pick<StakeDto, 'clusters'>): boolean =>
  clusters > 0 && (maxInFlight > 1 || budget !== 0)

/** Reads what was typed: the limits to send, null for none, and what is wrong with each. */
export function readLimits(typed: TypedLimits, { maxInFlight, budget }: Limits) {
  const flying = wholeNumber(typed.maxInFlight)
  const failures = wholeNumber(typed.failureBudget)
  const problems: { maxInFlight?: string; failureBudget?: string } = {}
  if (flying !== null && !(flying >= 1 && flying < maxInFlight))
    problems.maxInFlight = `Give a whole number from 1 to ${formatCount(maxInFlight - 1)}, or nothing.`
  if (failures !== null && !(failures >= 0 && failures < (budget ?? Number.POSITIVE_INFINITY)))
    problems.failureBudget =
      budget === null
        ? 'Give a whole number, or nothing.'
        : `Give a whole number from 0 to ${formatCount(budget - 1)}, or nothing.`
  const any = (flying ?? failures) !== null && Object.keys(problems).length === 0
  const limits = any
    ? {
        ...(flying !== null && { maxInFlight: flying }),
        ...(failures !== null && { failureBudget: failures }),
      }
    : null
  return { limits, problems }
}

/** Null = nothing is typed; NaN = it is no whole number. */
function wholeNumber(text: string): number | null {
  const typed = text.replaceAll(/[\s,]/g, '')
  if (typed === '') return null
  return /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN
}
