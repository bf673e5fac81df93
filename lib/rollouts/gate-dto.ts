import type { ResolvedGate } from '@/lib/core/policy/resolved'
import type { Gate, Phase } from '@/lib/core/rollout/model'
import { isDone } from '@/lib/core/rollout/state'
import { formatDuration } from '@/lib/core/shared/duration'
import { windowWords } from '@/lib/core/shared/weekly-window'
import type { GateDto, NoticeDto } from './dto'
import { evidenceDto, type Look } from './evidence-dto'
import { openingsDto } from './openings-dto'

/** What a gate is shown with, besides itself. */
export interface GateView {
  readonly phase: Pick<Phase, 'id' | 'state'>
  /** Approvals that it still lacks among people who may approve now. */
  readonly missing: number
  readonly now: number
  /** The newest look at its check; undefined = none is known. */
  readonly look?: Look | undefined
  /** The notice of its webhook; undefined = there is none, or it is not known. */
  readonly notice?: NoticeDto | undefined
}

/** Shows a gate. */
export function gateDto(gate: Gate, { phase, missing, now, look, notice }: GateView): GateDto {
  const { spec } = gate
  return {
    id: gate.id,
    type: spec.type,
    phase: phase.id,
    place: gate.place,
    state: gate.state,
    title: gateTitle(spec),
    requestedAt: iso(gate.requestedAt),
    expiresAt: iso(gate.expiresAt),
    decidedAt: iso(gate.decidedAt),
    decisions: gate.decisions
      .filter(({ round }) => round === gate.round)
      .map(({ user, verdict, comment, at }) => ({ user, verdict, comment, at: new Date(at).toISOString() })),
    missing: gate.state === 'open' ? 0 : missing,
    openings: spec.type === 'window' && !isDone(phase) ? openingsDto(spec, now) : [],
    evidence: evidenceDto(gate.evidence, look),
    notice: notice ?? null,
    override: gate.override && {
      user: gate.override.user,
      reason: gate.override.reason,
      at: new Date(gate.override.at).toISOString(),
    },
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
      return `Window ${windowWords(spec)}`
    case 'check':
      return `Check ${spec.name}`
    case 'webhook':
      return `Webhook ${spec.name}`
  }
}

/** Writes an instant as the API does. */
export const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
