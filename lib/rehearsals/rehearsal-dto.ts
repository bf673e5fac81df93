import type { Rehearsal, Spell } from '@/lib/core/rehearse/types'
import type { PreparedPlan } from '@/lib/plans/prepare-plan'
import type { QuantilesDto, RehearsalDto } from './dto'

const p90OfNormal = 1.2816

/** What a rehearsal leaves out, whatever the plan. */
const notPlayed = [
  'Other rollouts are not played: their leases on clusters can make it later.',
  'Nobody resumes what has stopped, and nobody skips or retries.',
]

/** Shows a rehearsal as the API does. */
export function rehearsalDto(prepared: PreparedPlan, rehearsal: Rehearsal): RehearsalDto {
  const { plan } = prepared
  const { basis, worstCase } = rehearsal
  return {
    planHash: plan.hash,
    seed: rehearsal.seed,
    runs: rehearsal.runs,
    targets: rehearsal.targets,
    startsAt: new Date(rehearsal.startsAt).toISOString(),
    end: moments(rehearsal.end),
    completes: rehearsal.completes,
    stops: rehearsal.stops.map((stop) => ({ ...stop })),
    peakInFlight: rehearsal.peakInFlight,
    expectedFailures: rehearsal.expectedFailures,
    tripShare: rehearsal.tripShare,
    worstCase: { ...worstCase.whole },
    phases: rehearsal.phases.map(({ start, end, ...phase }, i) => ({
      ...phase,
      title: plan.phases[i]?.title ?? phase.id,
      start: moments(start),
      end: moments(end),
      worstCase: { clusters: 0, weight: 0, ...worstCase.phases[i] },
    })),
    timeline: rehearsal.timeline.map((span, i) => ({
      phase: plan.phases[i]?.id ?? '',
      enteredAt: iso(span.enteredAt),
      startedAt: iso(span.startedAt),
      soakingAt: iso(span.soakingAt),
      finishedAt: iso(span.finishedAt),
    })),
    collisions: rehearsal.collisions.map(({ phases, until, ...one }) => ({
      ...one,
      phases: [...phases],
      until: iso(until),
    })),
    assumptions: {
      applySeconds: seconds(basis.apply),
      verifySeconds: plan.operation.verify.length > 0 ? seconds(basis.verify) : null,
      failureRate: basis.failure,
      approvalSeconds: asksPeople(plan) ? seconds(basis.approval) : null,
      observed: { attempts: basis.attempts, targets: basis.targets, approvals: basis.approvals },
      assumed: [...basis.assumed],
      notes: notPlayed,
    },
    blockers: plan.blockers.map((note) => ({ ...note })),
  }
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

const moments = ({ p50, p90 }: Rehearsal['end']): QuantilesDto => ({ p50: iso(p50), p90: iso(p90) })

const seconds = ({ medianMs, sigma }: Spell): { p50: number; p90: number } => ({
  p50: medianMs / 1_000,
  p90: (medianMs * Math.exp(p90OfNormal * sigma)) / 1_000,
})

const asksPeople = ({ policy }: PreparedPlan['plan']): boolean =>
  policy.phases.some(
    ({ before, steps }) =>
      before.some(({ type }) => type === 'approval' || type === 'webhook') ||
      steps.some(({ approval }) => approval !== null),
  )
