'use client'

import { StateBadge } from '@/components/ui/badge'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import { formatCount, formatNoun } from '@/lib/client/format'
import { gateStyle } from '@/lib/client/state-style'
import type { GateDto } from '@/lib/rollouts/dto'
import { isAsking } from '../appearance'
import { OverrideGate } from './override-gate'
import { Until } from './waiting-for'

/** One gate of a phase: what it is, how it stands, and the way to override it. */
export function GateChip({
  gate,
  refusal,
}: {
  gate: GateDto
  /** Why whoever looks may not override it; null = they may. */
  refusal: string | null
}) {
  const asking = isAsking(gate)
  return (
    <li
      className={`inline-flex items-center gap-1.5 rounded-md px-2 py-1 text-xs ${asking ? 'bg-warning-soft text-warning' : 'bg-hover text-ink-2'}`}
    >
      <StateGlyph style={gateStyle[gate.state]} size={10} />
      {gate.title}
      {gate.override ? (
        <span title={`${gate.override.user}: ${gate.override.reason}`}>
          overridden by {gate.override.user}
        </span>
      ) : null}
      {asking && gate.missing > 0 ? <span>· {formatCount(gate.missing)} missing</span> : null}
      {gate.state === 'closed' && !asking ? <span className="text-ink-3">later</span> : null}
      {asking && gate.type === 'soak' && gate.expiresAt ? <Until at={gate.expiresAt} /> : null}
      {gate.type === 'window' && gate.expiresAt && gate.openings.length > 0 ? (
        <span>
          {asking ? 'opens' : 'closes'} <Time at={gate.expiresAt} />
        </span>
      ) : null}
      {asking && gate.type === 'webhook' ? <Told gate={gate} /> : null}
      <span className="sr-only">
        <StateBadge style={gateStyle[gate.state]} size="sm" />
      </span>
      <OverrideGate gate={gate} refusal={refusal} />
    </li>
  )
}

/** Whether the outside system that has to answer knows that it is asked, and since when. */
function Told({ gate: { notice, requestedAt } }: { gate: GateDto }) {
  if (notice?.toldAt) {
    return (
      <span>
        · told <Time at={notice.toldAt} />
      </span>
    )
  }
  if (notice?.error) {
    return (
      <span title={notice.error}>
        · not told yet, {formatNoun(notice.attempts, 'attempt')}: {notice.error}
      </span>
    )
  }
  return requestedAt ? (
    <span>
      · waits since <Time at={requestedAt} />
    </span>
  ) : null
}
