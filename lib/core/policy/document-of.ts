import { formatDuration } from '@/lib/core/shared/duration'
import { policyDefaults } from './normalise'
import type {
  ResolvedApproval,
  ResolvedBudget,
  ResolvedCheck,
  ResolvedGate,
  ResolvedGuard,
  ResolvedOrder,
  ResolvedPhase,
  ResolvedPolicy,
  ResolvedStep,
  ResolvedStop,
} from './resolved'
import type {
  ApprovalSpec,
  BudgetSpec,
  CheckSpec,
  GateSpec,
  GuardSpec,
  PhaseSpec,
  PolicyDocument,
  StepSpec,
  StopSpec,
} from './types'

/**
 * Writes the policy that a rollout carries as a document again: normalising it gives the same policy. What people
 * look at first (limits and budgets) is always written out, so that adding one rule never changes another by
 * taking its default away. A baseline that history has given and a share cannot say exactly is left out.
 */
export function documentOf(policy: ResolvedPolicy): PolicyDocument {
  const { name, title, unmatched, guards, failureBudget, stop, phases } = policy
  return {
    apiVersion: 'upgrader/v1',
    kind: 'Policy',
    metadata: { name, ...(title !== name && { title }) },
    spec: {
      ...(unmatched !== 'exclude' && { unmatched }),
      ...(guards.length > 0 && { guards: guards.map(guardSpec) }),
      ...(failureBudget && { failureBudget: budgetSpec(failureBudget) }),
      ...(stop && { stop: stopSpec(stop) }),
      phases: phases.map((phase, i) => phaseSpec(phase, phases[i - 1]?.id ?? null)),
    },
  }
}

function phaseSpec(phase: ResolvedPhase, above: string | null): PhaseSpec {
  const { waitMs, then: afterwards } = phase.unreachable
  const usual = above === null ? [] : [above]
  const steps = phase.steps.map(stepSpec)
  return {
    id: phase.id,
    ...(phase.title !== phase.id && { title: phase.title }),
    ...(phase.after.join('\n') !== usual.join('\n') && { after: phase.after }),
    select: phase.select,
    ...(phase.take !== null && { take: phase.take }),
    ...(phase.takeBy.length > 0 && { takeBy: phase.takeBy }),
    ...orderSpec(phase.order),
    ...((steps.length > 1 || typeof steps[0] === 'object') && { steps }),
    maxInFlight: phase.maxInFlight,
    ...(phase.spread.length > 0 && { spread: phase.spread }),
    ...(phase.failureBudget && { failureBudget: budgetSpec(phase.failureBudget) }),
    ...(phase.soakMs > 0 && { soak: formatDuration(phase.soakMs) }),
    ...((waitMs !== policyDefaults.unreachableWaitMs || afterwards !== 'skip') && {
      // biome-ignore lint/suspicious/noThenProperty: a word of the language; this object is never awaited
      unreachable: { wait: formatDuration(waitMs), then: afterwards },
    }),
    ...(phase.stop && { stop: stopSpec(phase.stop) }),
    ...(phase.before.length > 0 && { before: phase.before.map(gateSpec) }),
    ...(phase.checks.length > 0 && { checks: phase.checks.map(checkSpec) }),
  }
}

function orderSpec(order: ResolvedOrder): Pick<PhaseSpec, 'order'> {
  if (order.type !== 'fields') return { order: order.type }
  const fields = order.fields.map(({ field, descending }) => `${descending ? '-' : ''}${field}`)
  return fields.join('\n') === policyDefaults.order.join('\n') ? {} : { order: fields }
}

function stepSpec({ to, soakMs, approval }: ResolvedStep): ResolvedStep['to'] | StepSpec {
  if (soakMs === 0 && approval === null) return to
  return {
    to,
    ...(soakMs > 0 && { soak: formatDuration(soakMs) }),
    ...(approval && { approval: approvalSpec(approval) }),
  }
}

const budgetSpec = ({ max, onExhausted, strict }: ResolvedBudget): BudgetSpec => ({
  max,
  onExhausted,
  ...(strict && { strict }),
})

function stopSpec({ falseAlarm, baseline, check }: ResolvedStop): StopSpec {
  const share = baseline === null ? null : shareOf(baseline)
  const exact = share !== null && baseline !== 0 && Number.parseFloat(share) / 100 === baseline
  return {
    against: 'notYetUpgraded',
    falseAlarm: shareOf(falseAlarm),
    ...(exact && { baseline: share }),
    ...(check !== undefined && { check }),
  }
}

const shareOf = (share: number): `${number}%` => `${Math.round(share * 1e6) / 1e4}%`

function approvalSpec({ count, role, notLauncher, expiresMs, always }: ResolvedApproval): ApprovalSpec {
  return {
    count,
    role,
    ...(!notLauncher && { notLauncher }),
    expires: formatDuration(expiresMs),
    ...(always && { always }),
  }
}

const checkSpec = (check: ResolvedCheck): CheckSpec => ({
  name: check.name,
  check: check.check,
  with: check.with,
  every: formatDuration(check.everyMs),
  ...(check.forMs > 0 && { for: formatDuration(check.forMs) }),
  timeout: formatDuration(check.timeoutMs),
  ...(check.always && { always: true }),
})

const guardSpec = (guard: ResolvedGuard): GuardSpec => ({
  name: guard.name,
  check: guard.check,
  with: guard.with,
  every: formatDuration(guard.everyMs),
  ...(guard.failAfterMs > 0 && { failAfter: formatDuration(guard.failAfterMs) }),
})

function gateSpec(gate: ResolvedGate): GateSpec {
  switch (gate.type) {
    case 'approval':
      return { approval: approvalSpec(gate) }
    case 'soak':
      return { soak: formatDuration(gate.soakMs) }
    case 'window': {
      const { days, from, to, timezone } = gate
      return { window: { days, from, to, timezone } }
    }
    case 'check':
      return { check: checkSpec(gate) }
    case 'webhook': {
      const { name, url, secret, expiresMs, always } = gate
      return {
        webhook: {
          name,
          secret,
          ...(url !== null && { url }),
          expires: formatDuration(expiresMs),
          ...(always && { always }),
        },
      }
    }
  }
}
