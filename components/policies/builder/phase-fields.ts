import { setPhaseField } from '@/lib/core/policy/edit'
import { amountOf, type LaneApproval, type LaneBudget, type LanePhase } from '@/lib/core/policy/lane'
import type { Json, JsonObject } from '@/lib/core/shared/json'

/** Writes a budget as the document has it, leaving out what is the default. */
export function budgetJson(budget: LaneBudget | null): JsonObject | undefined {
  if (budget === null) return undefined
  const max = amountOf(budget.max) ?? 0
  return budget.strict
    ? { max, onExhausted: budget.onExhausted, strict: true }
    : { max, onExhausted: budget.onExhausted }
}

/** Writes the gates of a phase with another first approval; what other gates say stays as it was. */
export function setApproval(source: string, phase: LanePhase, approval: LaneApproval | null): string {
  const gates: readonly Json[] = phase.gates
  const own = gates.findIndex((gate) => Object.hasOwn(Object(gate), 'approval'))
  const others = gates.filter((_, i) => i !== own)
  const next =
    approval === null
      ? others
      : own < 0
        ? [approvalJson(approval), ...others]
        : replaceAt(gates, own, approvalJson(approval))
  return setPhaseField(source, phase.index, 'before', next.length > 0 ? next : undefined)
}

function approvalJson(approval: LaneApproval): JsonObject {
  const { count, role, notLauncher, expires } = approval
  return {
    approval: {
      count: amountOf(count) ?? 1,
      role,
      ...(notLauncher ? {} : { notLauncher: false }),
      ...(expires.trim() === '' ? {} : { expires: expires.trim() }),
    },
  }
}

const replaceAt = (items: readonly Json[], index: number, item: Json): readonly Json[] =>
  items.map((old, i) => (i === index ? item : old))
