'use client'

import { useQuery } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { LiveProvider, useVersion } from '@/components/rollouts/live/live-context'
import { MapView } from '@/components/rollouts/live/map/map-view'
import { barParts, doneCount, failedCount, sumTallies, tallyPhase } from '@/components/rollouts/live/tally'
import { IconButton } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { StackedBar } from '@/components/ui/progress'
import { QueryView } from '@/components/ui/query-view'
import { Segmented } from '@/components/ui/segmented'
import { toneFill } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import { formatCount, formatDuration } from '@/lib/client/format'
import { useShortcut } from '@/lib/client/shortcuts'
import { replayQuery } from '@/lib/history/query-options'
import type { ReplayTrack } from '@/lib/history/replay-track'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { MarkList } from './mark-list'
import { usePlayback } from './use-playback'

const lengths = [
  { value: '15000', label: 'in 15 s' },
  { value: '60000', label: 'in 1 min' },
  { value: '300000', label: 'in 5 min' },
] as const
type Length = (typeof lengths)[number]['value']

/** A finished rollout once more: any instant of it on the map, from its event log. */
export function ReplayView({ rollout }: { rollout: RolloutDto }) {
  const query = useQuery(replayQuery(rollout.id))
  return (
    <LiveProvider initial={rollout} still>
      <PageHeader
        title={`Replay of ${rollout.title}`}
        meta={
          <Link href={`/rollouts/${rollout.id}`} className="underline-offset-2 hover:underline">
            Rollout {rollout.id}
          </Link>
        }
      />
      <QueryView query={query} what="The event log" rows={8}>
        {(track) =>
          track.marks.length === 0 ? (
            <EmptyState
              title="There is nothing to replay"
              action={<LinkButton href={`/rollouts/${rollout.id}`}>Back to the rollout</LinkButton>}
            >
              Nothing has happened in this rollout yet.
            </EmptyState>
          ) : (
            <Player track={track} rollout={rollout} />
          )
        }
      </QueryView>
    </LiveProvider>
  )
}

function Player({ track, rollout }: { track: ReplayTrack; rollout: RolloutDto }) {
  const [length, setLength] = useState<Length>('15000')
  const play = usePlayback(track, Number(length))
  const { from, to } = track.range
  useVersion(track.store, 'counts')
  const tallies = rollout.phases.map((phase) => tallyPhase(track.store, phase, rollout))
  const all = sumTallies(tallies)
  const parts = barParts(tallies).filter(({ count }) => count > 0)
  useShortcut({ keys: ' ', description: 'Play or stop', section: 'Replay' }, play.toggle)
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface p-3">
        <IconButton variant="primary" label={play.playing ? 'Stop' : 'Play'} onClick={play.toggle}>
          {play.playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
        </IconButton>
        <input
          type="range"
          aria-label="Instant"
          aria-valuetext={`${formatDuration(play.at - from)} after the start`}
          min={from}
          max={to}
          step={Math.max(1, Math.round((to - from) / 1_000))}
          value={play.at}
          onChange={(event) => play.seek(Number(event.target.value))}
          className="min-w-40 flex-1 accent-accent"
        />
        <span className="w-20 text-right text-sm tabular-nums">{formatDuration(play.at - from)}</span>
        <span className="text-xs text-ink-2">
          <Time at={new Date(play.at).toISOString()} format="absolute" />
        </span>
        <Segmented<Length> label="Speed" value={length} onChange={setLength} segments={lengths} />
      </div>
      <StackedBar parts={parts} total={all.total} label="At that instant" />
      <p role="status" className="mt-1.5 mb-4 text-sm text-ink-2 tabular-nums">
        {formatCount(doneCount(all))} of {formatCount(all.total)} at rest
        {failedCount(all) > 0 ? (
          <span className="text-danger">, {formatCount(failedCount(all))} failed</span>
        ) : null}
      </p>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
            {parts.map(({ key, tone, label, count }) => (
              <li key={key} className="flex items-center gap-1.5 tabular-nums">
                <span aria-hidden="true" className={`size-2.5 rounded-sm ${toneFill[tone]}`} />
                {label} <span className="text-ink-3">{formatCount(count)}</span>
              </li>
            ))}
          </ul>
          <MapView store={track.store} open={null} onOpen={() => {}} heightMax={620} />
        </div>
        <MarkList marks={track.marks} from={from} at={play.at} onSeek={play.seek} />
      </div>
    </>
  )
}
