'use client'

import { Search, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import { usePreferences } from '@/lib/client/preferences'
import { targetStyle } from '@/lib/client/state-style'
import { formatClock, zoneLabel } from '@/lib/client/zone'
import { targetStates } from '@/lib/core/rollout/states'
import { useHeader } from '../live-context'
import { countState } from '../tally'
import { useTallies } from '../use-tallies'
import type { Stretch, ViewState } from '../view-state'
import { isFiltering } from './select-targets'

/** No id of a phase has a space in it. */
const everyPhase = 'every phase'

/** Chooses what is shown: by words, phase, state and time; counts are of the whole rollout. */
export function TargetFilter({
  view,
  change,
}: {
  view: ViewState
  change: (next: Partial<ViewState>) => void
}) {
  const rollout = useHeader()
  const { all } = useTallies()
  const shown = targetStates.filter((state) => countState(all, state) > 0 || view.states.includes(state))
  const toggle = (state: (typeof targetStates)[number]) =>
    change({
      states: view.states.includes(state)
        ? view.states.filter((one) => one !== state)
        : [...view.states, state],
    })
  const filtered = isFiltering(view)
  return (
    <Toolbar label="Filter">
      <span className="flex w-56 max-sm:w-[calc(55%-0.25rem)]">
        <Input
          aria-label="Words in name, region, tier or version"
          placeholder="Name, region…"
          icon={<Search size={14} aria-hidden="true" />}
          value={view.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
      </span>
      <span className="flex w-52 max-sm:w-[calc(45%-0.25rem)]">
        <Select
          label="Phase"
          value={view.phase ?? everyPhase}
          onChange={(phase) => change({ phase: phase === everyPhase ? null : phase })}
          options={[
            { value: everyPhase, label: 'Every phase' },
            ...rollout.phases.map(({ id, index, title }) => ({ value: id, label: `${index + 1} ${title}` })),
          ]}
        />
      </span>
      {/* On a phone one line that scrolls: what is filtered is worth more room than the filter. */}
      <span className="flex gap-2 max-sm:w-full max-sm:overflow-x-auto max-sm:p-px base-ui-disable-scrollbar">
        {shown.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={view.states.includes(state)}
            onClick={() => toggle(state)}
            className={cx(
              'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs ring-1 ring-inset',
              view.states.includes(state)
                ? 'bg-active text-ink ring-control'
                : 'text-ink-2 ring-line-strong hover:bg-hover',
            )}
          >
            <StateGlyph style={targetStyle[state]} size={10} />
            {targetStyle[state].label}
            <span className="text-ink-3 tabular-nums">{formatCount(countState(all, state))}</span>
          </button>
        ))}
      </span>
      {view.active === null ? null : (
        <ActiveChip active={view.active} onClear={() => change({ active: null })} />
      )}
      <ToolbarSpace />
      {filtered ? (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => change({ words: '', phase: null, states: [], active: null })}
        >
          Clear
        </Button>
      ) : null}
    </Toolbar>
  )
}

/** The stretch of time that was chosen on the timeline. */
function ActiveChip({ active: { from, to }, onClear }: { active: Stretch; onClear: () => void }) {
  const { activeZone } = usePreferences()
  const words = `${formatClock(new Date(from), activeZone)}–${formatClock(new Date(to), activeZone)} ${zoneLabel(activeZone, new Date(from))}`
  return (
    <button
      type="button"
      aria-label={`Active ${words}: show any time`}
      onClick={onClear}
      className="inline-flex h-7 items-center gap-1.5 rounded-md bg-accent-soft px-2 text-xs text-accent tabular-nums"
    >
      active {words}
      <X size={12} aria-hidden="true" />
    </button>
  )
}
