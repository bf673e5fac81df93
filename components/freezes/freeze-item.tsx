'use client'

import { useState } from 'react'
import { StateBadge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import type { StateStyle } from '@/lib/client/state-style'
import { windowWords } from '@/lib/core/shared/weekly-window'
import type { FreezeDto } from '@/lib/freezes/dto'
import { EndFreeze } from './end-freeze'
import type { FreezesAccess } from './freezes-view'
import { OverrideFreeze } from './override-freeze'
import { OverrideList } from './override-list'

/** One freeze: what it holds back, when and why, who made it, and the rollouts that go on in spite of it. */
export function FreezeItem({ freeze, access }: { freeze: FreezeDto; access: FreezesAccess }) {
  const [asking, setAsking] = useState<'end' | 'override' | null>(null)
  const { title, select, reason, startsAt, endsAt, recurrence, createdBy, createdAt } = freeze
  return (
    <li className="flex flex-col gap-1.5 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm font-semibold break-words">
            {title}
            <StateBadge size="sm" style={styleOf(freeze)} />
          </h2>
          <p className="text-sm text-pretty break-words text-ink-2">{reason}</p>
        </div>
        {freeze.state === 'over' ? null : (
          <span className="inline-flex gap-2">
            <Button
              size="sm"
              disabledReason={access.override.allowed ? null : access.override.reason}
              onClick={() => setAsking('override')}
            >
              Override
            </Button>
            <Button
              size="sm"
              disabledReason={access.write.allowed ? null : access.write.reason}
              onClick={() => setAsking('end')}
            >
              {freeze.state === 'active' ? 'End' : 'Call off'}
            </Button>
          </span>
        )}
      </div>
      <p className="text-sm text-ink-2">
        <Time at={startsAt} format="absolute" seconds={false} /> –{' '}
        {freeze.endedAt ? (
          <>
            ended early, <Time at={freeze.endedAt} format="absolute" seconds={false} />
          </>
        ) : endsAt ? (
          <Time at={endsAt} format="absolute" seconds={false} />
        ) : (
          'until somebody ends it'
        )}
        {recurrence ? `, ${windowWords(recurrence)}` : null}
        <NextTime freeze={freeze} />
      </p>
      <p className="text-xs break-words text-ink-3">
        {select === 'true' ? 'The whole fleet' : <code className="ident">{select}</code>} · made by{' '}
        {createdBy} <Time at={createdAt} />
      </p>
      <OverrideList freeze={freeze} access={access.override} />
      {asking === 'end' ? <EndFreeze freeze={freeze} onClose={() => setAsking(null)} /> : null}
      {asking === 'override' ? <OverrideFreeze freeze={freeze} onClose={() => setAsking(null)} /> : null}
    </li>
  )
}

/** Of a freeze that recurs and does not hold now: when it will. */
function NextTime({ freeze: { state, holds, holdsUntil, next, recurrence } }: { freeze: FreezeDto }) {
  const [first] = next
  if (state === 'over' || recurrence === null) return null
  if (holds) {
    return holdsUntil ? (
      <>
        ; this time until <Time at={holdsUntil} format="absolute" seconds={false} />
      </>
    ) : null
  }
  return first ? (
    <>
      ; next <Time at={first.startsAt} format="absolute" seconds={false} />
    </>
  ) : null
}

function styleOf({ state, holds }: FreezeDto): StateStyle {
  if (state === 'over') return { tone: 'skipped', glyph: 'dash', label: 'Ended' }
  if (holds) return { tone: 'held', glyph: 'held', label: 'Holds now' }
  return {
    tone: 'waiting',
    glyph: 'hollow',
    label: state === 'active' ? 'Active, between its hours' : 'Coming',
  }
}
