'use client'

import {
  Ban,
  CalendarClock,
  ChevronRight,
  Clock,
  Footprints,
  HeartPulse,
  ShieldCheck,
  SplitSquareVertical,
  TriangleAlert,
  Webhook,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { SelectorChips } from '@/components/selector/selector-chips'
import { Count } from '@/components/ui/count'
import { cx } from '@/lib/client/cx'
import type { LanePhase } from '@/lib/core/policy/lane'
import { fieldWords, gateWords } from '@/lib/core/policy/words'
import { itemsIn, member, textIn } from '@/lib/core/policy/written'
import type { Json, JsonObject } from '@/lib/core/shared/json'
import { countWords } from './count-words'
import type { PhaseFacts } from './lane-facts'

/** One phase in a line: number, name, whom it takes, how many that are now, and its gates as icons. */
export function PhaseLine({
  phase,
  facts,
  total,
  span,
  open,
  errors,
  follows,
}: {
  phase: LanePhase
  facts: PhaseFacts | undefined
  total: number
  /** How long it takes, as rehearsed; null = that is not known. */
  span: string | null
  open: boolean
  /** How many problems it has. */
  errors: number
  /** Where it does not simply follow the card above: `after Azure, Google`; null = it does. */
  follows: string | null
}) {
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-1 text-left">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
        <span className="w-5 shrink-0 text-center text-xs text-ink-3 tabular-nums">{phase.index + 1}</span>
        <span className="min-w-0 truncate font-medium">{phase.title}</span>
        {errors > 0 ? (
          <Mark icon={<TriangleAlert size={13} />} tone="text-danger" words="problems">
            {errors === 1 ? '1 problem' : `${errors} problems`}
          </Mark>
        ) : null}
        <span className="ml-auto flex shrink-0 items-center gap-2.5 pl-11 text-xs text-ink-2 sm:pl-2">
          <Marks written={phase.written} />
          {facts ? (
            <span className="min-w-20 text-right text-sm text-ink">
              <Count value={facts.taken} of={total} />
            </span>
          ) : null}
        </span>
      </span>
      <span className="ml-11 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <SelectorChips source={phase.select} />
        {facts ? (
          <span className={cx('text-xs', facts.taken === 0 ? 'text-warning' : 'text-ink-3')}>
            {countWords(facts)}
          </span>
        ) : null}
        {span === null ? null : <span className="text-xs text-ink-3">takes {span}</span>}
        {follows === null ? null : <span className="text-xs text-ink-3">{follows}</span>}
      </span>
    </span>
  )
}

const gateIcons: Readonly<Record<string, ReactNode>> = {
  approval: <ShieldCheck size={13} />,
  soak: <Clock size={13} />,
  window: <CalendarClock size={13} />,
  check: <HeartPulse size={13} />,
  webhook: <Webhook size={13} />,
}

/** What holds a phase, as icons in the order in which it is met; the words are said, and shown on hover. */
function Marks({ written }: { written: JsonObject }) {
  const { take, steps, soak, failureBudget } = written
  const checks = itemsIn(written.checks)
  return (
    <>
      {itemsIn(written.before).map((gate, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: gates have no identity but their place.
        <Mark key={i} icon={gateIcons[kindOf(gate)] ?? <Webhook size={13} />} words={gateWords(gate)}>
          {shortGate(gate)}
        </Mark>
      ))}
      {take === undefined ? null : (
        <Mark icon={<SplitSquareVertical size={13} />} words={`takes ${fieldWords('take', take)}`}>
          {textIn(take)}
        </Mark>
      )}
      {steps === undefined ? null : (
        <Mark icon={<Footprints size={13} />} words={`in steps ${fieldWords('steps', steps)}`}>
          {`${itemsIn(steps).length} steps`}
        </Mark>
      )}
      {failureBudget === undefined ? null : (
        <Mark icon={<Ban size={13} />} words={fieldWords('failureBudget', failureBudget)}>
          {textIn(member(failureBudget, 'max'))}
        </Mark>
      )}
      {soak === undefined ? null : (
        <Mark icon={<Clock size={13} />} words={`soaks ${textIn(soak)} afterwards`}>
          {textIn(soak)}
        </Mark>
      )}
      {checks.length === 0 ? null : (
        <Mark icon={<HeartPulse size={13} />} words={fieldWords('checks', checks)}>
          {`${checks.length}`}
        </Mark>
      )}
    </>
  )
}

const kindOf = (gate: Json): string => Object.keys(Object(gate))[0] ?? ''

/** What stands beside the icon of a gate: only what tells it from others of its kind. */
function shortGate(gate: Json): string {
  const kind = kindOf(gate)
  const content = member(gate, kind)
  if (kind === 'approval') return textIn(member(content, 'count')) || '1'
  return kind === 'soak' ? textIn(content) : ''
}

function Mark({
  icon,
  tone,
  words,
  children,
}: {
  icon: ReactNode
  tone?: string
  words: string
  children: ReactNode
}) {
  return (
    <span title={words} className={cx('flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <span aria-hidden="true">{icon}</span>
      <span className="sr-only">{words}</span>
      <span aria-hidden="true">{children}</span>
    </span>
  )
}
