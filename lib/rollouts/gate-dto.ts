import type { ResolvedGate } from '@/lib/core/policy/resolved'
import type { Gate } from '@/lib/core/rollout/model'
import { formatDuration } from '@/lib/core/shared/duration'
import type { GateDto } from './dto'

/** Shows a gate; `missing` counts the approvals that it still lacks among people who may approve now. */
export function gateDto(gate: Gate, phase: string, missing: number): GateDto {
  return {
    id: gate.id,
    type: gate.spec.type,
    phase,
    place: gate.place,
    state: gate.state,
    title: gateTitle(gate.spec),
    requestedAt: iso(gate.requestedAt),
    expiresAt: iso(gate.expiresAt),
    decidedAt: iso(gate.decidedAt),
    decisions: gate.decisions
      .filter(({ round }) => round === gate.round)
      .map(({ user, verdict, comment, at }) => ({ user, verdict, comment, at: new Date(at).toISOString() })),
    missing: gate.state === 'open' ? 0 : missing,
  }
}

/** Names a gate in words. */
export function gateTitle(spec: ResolvedGate): string {
  switch (spec.type) {
    case 'approval':
      return spec.count === 1 ? 'Approval' : `${spec.count} approvals`
    case 'soak':
      return `Soak ${formatDuration(spec.soakMs)}`
    case 'window':
      return `Window ${spec.from}–${spec.to} ${spec.timezone}`
    case 'check':
      return `Check ${spec.name}`
    case 'webhook':
      return `Webhook ${spec.name}`
  }
}

/** Writes an instant as the API does. */
export const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
