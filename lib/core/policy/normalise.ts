import type { Amount, Limit } from '@/lib/core/shared/amount'
import { parseDuration } from '@/lib/core/shared/duration'
import { phaseAfter, phaseIds } from './phase-ids'
import type {
  ResolvedApproval,
  ResolvedBudget,
  ResolvedCheck,
  ResolvedGate,
  ResolvedOrder,
  ResolvedPhase,
  ResolvedPolicy,
  ResolvedStep,
  ResolvedStop,
  ResolvedUnreachable,
} from './resolved'
import {
  type ApprovalSpec,
  type BudgetSpec,
  type CheckSpec,
  type GateSpec,
  type PhaseSpec,
  type PolicyDocument,
  type StepSpec,
  type StopSpec,
  type UnreachableSpec,
  weekdays,
} from './types'

/**
 * What a policy has that does not say otherwise: careful on the side of the fleet. Ten at a time, but in a small
 * phase one at a time; no failure tolerated, unless the policy has a budget over the whole rollout, which then
 * is the only one; approvals that nobody gives run out after a week, and pause.
 */
export const policyDefaults = {
  maxInFlight: [10, '10%'] as Limit,
  failuresMax: 0,
  order: ['name'],
  approvalExpiresMs: 7 * 86_400_000,
  checkEveryMs: 30_000,
  checkTimeoutMs: 3_600_000,
  guardEveryMs: 30_000,
  unreachableWaitMs: 1_800_000,
} as const

/** Makes every default of a policy explicit. The document must be one that `readPolicy` accepted. */
export function normalisePolicy({ metadata, spec }: PolicyDocument): ResolvedPolicy {
  const ids = phaseIds(spec.phases)
  const after = phaseAfter(spec.phases)
  const rolloutBudget = spec.failureBudget ? resolveBudget(spec.failureBudget) : null
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    unmatched: spec.unmatched ?? 'exclude',
    guards: (spec.guards ?? []).map((guard) => ({
      name: guard.name,
      check: guard.check,
      with: guard.with ?? {},
      everyMs: ms(guard.every, policyDefaults.guardEveryMs),
      failAfterMs: ms(guard.failAfter, 0),
    })),
    failureBudget: rolloutBudget,
    ...(spec.stop && { stop: resolveStop(spec.stop) }),
    phases: spec.phases.map((phase, i) =>
      resolvePhase(phase, {
        id: ids[i] as string,
        title: phase.title ?? phase.id ?? `Phase ${i + 1}`,
        after: ids.filter((id) => after[i]?.includes(id)),
        budget: rolloutBudget
          ? null
          : { max: policyDefaults.failuresMax, onExhausted: 'pause', strict: false },
        unreachable: spec.unreachable,
      }),
    ),
  }
}

interface PhaseContext {
  readonly id: string
  readonly title: string
  readonly after: readonly string[]
  readonly budget: ResolvedBudget | null
  readonly unreachable: UnreachableSpec | undefined
}

function resolvePhase(phase: PhaseSpec, context: PhaseContext): ResolvedPhase {
  return {
    id: context.id,
    title: context.title,
    after: context.after,
    select: phase.select,
    take: phase.take ?? null,
    takeBy: listOf(phase.takeBy),
    order: resolveOrder(phase.order),
    steps: resolveSteps(phase.steps ?? []),
    maxInFlight: phase.maxInFlight ?? policyDefaults.maxInFlight,
    spread: listOf(phase.spread),
    failureBudget: phase.failureBudget ? resolveBudget(phase.failureBudget) : context.budget,
    ...(phase.stop && { stop: resolveStop(phase.stop) }),
    soakMs: ms(phase.soak, 0),
    unreachable: resolveUnreachable(phase.unreachable ?? context.unreachable),
    before: (phase.before ?? []).map(resolveGate),
    checks: (phase.checks ?? []).map(resolveCheck),
  }
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as T]
}

function resolveOrder(order: PhaseSpec['order']): ResolvedOrder {
  if (order === 'random' || order === 'diverse') return { type: order }
  const fields = listOf(order ?? policyDefaults.order).map((name) => {
    const descending = name.startsWith('-')
    return { field: (descending ? name.slice(1) : name).replace(/^cluster\./, ''), descending }
  })
  return { type: 'fields', fields }
}

/** Turns the ramp into steps that end with all of the phase. */
function resolveSteps(steps: readonly (Amount | StepSpec)[]): readonly ResolvedStep[] {
  const resolved = steps.map((step): ResolvedStep => {
    if (typeof step !== 'object') return { to: step, soakMs: 0, approval: null }
    return {
      to: step.to,
      soakMs: ms(step.soak, 0),
      approval: step.approval ? resolveApproval(step.approval) : null,
    }
  })
  return resolved.at(-1)?.to === '100%' ? resolved : [...resolved, { to: '100%', soakMs: 0, approval: null }]
}

function resolveBudget(budget: BudgetSpec): ResolvedBudget {
  return { max: budget.max, onExhausted: budget.onExhausted ?? 'pause', strict: budget.strict ?? false }
}

function resolveStop({ falseAlarm, baseline, check }: StopSpec): ResolvedStop {
  const share = (amount: Amount) => Number.parseFloat(String(amount)) / 100
  return {
    falseAlarm: share(falseAlarm),
    ...(check !== undefined && { check }),
    baseline: baseline === undefined ? null : share(baseline),
  }
}

function resolveUnreachable(spec: UnreachableSpec | undefined): ResolvedUnreachable {
  // biome-ignore lint/suspicious/noThenProperty: a word of the language; this object is never awaited
  return { waitMs: ms(spec?.wait, policyDefaults.unreachableWaitMs), then: spec?.then ?? 'skip' }
}

function resolveApproval(approval: ApprovalSpec): ResolvedApproval {
  return {
    type: 'approval',
    count: approval.count ?? 1,
    role: approval.role ?? 'approver',
    notLauncher: approval.notLauncher ?? true,
    expiresMs: ms(approval.expires, policyDefaults.approvalExpiresMs),
    always: approval.always ?? false,
  }
}

function resolveCheck(check: CheckSpec): ResolvedCheck {
  return {
    type: 'check',
    name: check.name,
    check: check.check,
    with: check.with ?? {},
    everyMs: ms(check.every, policyDefaults.checkEveryMs),
    forMs: ms(check.for, 0),
    timeoutMs: ms(check.timeout, policyDefaults.checkTimeoutMs),
    always: check.always ?? false,
  }
}

function resolveGate(gate: GateSpec): ResolvedGate {
  if ('approval' in gate) return resolveApproval(gate.approval)
  if ('soak' in gate) return { type: 'soak', soakMs: ms(gate.soak, 0) }
  if ('check' in gate) return resolveCheck(gate.check)
  if ('window' in gate) {
    const { days, from, to, timezone } = gate.window
    return { type: 'window', days: days ?? weekdays, from, to, timezone }
  }
  const { name, url, secret, expires, always } = gate.webhook
  return {
    type: 'webhook',
    name,
    url: url ?? null,
    secret,
    expiresMs: ms(expires, policyDefaults.approvalExpiresMs),
    always: always ?? false,
  }
}

function ms(duration: string | undefined, otherwise: number): number {
  if (duration === undefined) return otherwise
  const parsed = parseDuration(duration)
  if (!parsed.ok) throw new Error(`Not a duration that was validated: ${duration}`)
  return parsed.value
}
