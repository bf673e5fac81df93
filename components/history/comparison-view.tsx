import Link from 'next/link'
import type { ReactNode } from 'react'
import { statePartsOf } from '@/components/rollouts/state-parts'
import { SelectorText } from '@/components/selector/selector-text'
import { StateBadge } from '@/components/ui/badge'
import { PageHeader } from '@/components/ui/page-header'
import { StackedBar } from '@/components/ui/progress'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Elapsed, Time } from '@/components/ui/time'
import { formatCount, formatDuration, formatNoun, formatShare } from '@/lib/client/format'
import { phaseLook } from '@/lib/client/phase-look'
import { rolloutStyle, targetStyle } from '@/lib/client/state-style'
import type { ComparedDto, ComparisonDto } from '@/lib/history/dto'
import type { PhaseDto } from '@/lib/rollouts/dto'

/** Two rollouts side by side: what they were, how they went, and which clusters ended otherwise. */
export function ComparisonView({ comparison }: { comparison: ComparisonDto }) {
  const { left, right, shared, differing, differingCount } = comparison
  const sides = [left, right]
  return (
    <>
      <PageHeader title="Compare two rollouts" />
      <Table label="Comparison">
        <TableHead>
          <Th srLabel="What" />
          {sides.map(({ rollout }) => (
            <Th key={rollout.id}>
              <Link
                href={`/rollouts/${rollout.id}`}
                className="text-sm font-semibold text-ink underline-offset-2 hover:underline"
              >
                {rollout.title}
              </Link>{' '}
              <span className="font-normal whitespace-nowrap">rollout {rollout.id}</span>
            </Th>
          ))}
        </TableHead>
        <tbody>
          {rows.map(({ name, of }) => (
            <Tr key={name}>
              <Td className="text-ink-3">{name}</Td>
              {sides.map((side) => (
                <Td key={side.rollout.id} className="min-w-48 align-top">
                  {of(side)}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      <h2 className="mt-8 mb-1 text-sm font-semibold">Clusters that ended otherwise</h2>
      <p className="mb-2 text-sm text-ink-2">{sharedWords(shared, differingCount, differing.length)}</p>
      {differing.length > 0 ? (
        <Table label="Clusters that ended otherwise">
          <TableHead>
            <Th>Cluster</Th>
            <Th>In rollout {left.rollout.id}</Th>
            <Th>In rollout {right.rollout.id}</Th>
            <Th className="max-md:hidden">What it said</Th>
          </TableHead>
          <tbody>
            {differing.map((one) => (
              <Tr key={one.cluster}>
                <Td className="ident">{one.cluster}</Td>
                <Td>
                  <StateBadge style={targetStyle[one.left]} />
                </Td>
                <Td>
                  <StateBadge style={targetStyle[one.right]} />
                </Td>
                <Td className="max-w-96 truncate text-ink-2 max-md:hidden">{one.message}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </>
  )
}

const failedOf = ({ rollout: { counts } }: ComparedDto): number => counts.failed + counts.revert_failed

const rows: readonly { name: string; of: (side: ComparedDto) => ReactNode }[] = [
  { name: 'Outcome', of: ({ rollout }) => <StateBadge style={rolloutStyle[rollout.state]} /> },
  {
    name: 'Clusters',
    of: ({ rollout }) => (
      <>
        <StackedBar parts={statePartsOf(rollout.counts)} total={rollout.total} label={rollout.title} />
        <p className="mt-1 text-xs text-ink-2 tabular-nums">{formatNoun(rollout.total, 'cluster')}</p>
      </>
    ),
  },
  {
    name: 'Failed',
    of: (side) => (
      <span className={failedOf(side) > 0 ? 'text-danger' : undefined}>
        {formatCount(failedOf(side))} ({formatShare(failedOf(side), side.rollout.total)})
      </span>
    ),
  },
  { name: 'Needed another try', of: ({ retried }) => formatNoun(retried, 'cluster') },
  {
    name: 'Per cluster',
    of: ({ durationP50Ms: p50, durationP90Ms: p90 }) =>
      p50 === null || p90 === null
        ? '–'
        : `half in ${formatDuration(p50)}, nine of ten in ${formatDuration(p90)}`,
  },
  {
    name: 'Started',
    of: ({ rollout }) => (
      <>
        <Time at={rollout.startedAt ?? rollout.createdAt} format="absolute" seconds={false} />{' '}
        <span className="text-ink-3">by {rollout.launchedBy}</span>
      </>
    ),
  },
  {
    name: 'Took',
    of: ({ rollout }) =>
      rollout.startedAt ? <Elapsed from={rollout.startedAt} to={rollout.finishedAt} /> : '–',
  },
  {
    name: 'Operation',
    of: ({ rollout }) => (
      <span className="ident">
        {rollout.operation}, revision {rollout.operationRevision}
      </span>
    ),
  },
  {
    name: 'Parameters',
    of: ({ rollout }) =>
      Object.keys(rollout.params).length === 0 ? (
        'none'
      ) : (
        <ul className="ident">
          {Object.entries(rollout.params).map(([name, value]) => (
            <li key={name}>
              <span className="text-ink-3">{name}</span>{' '}
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </li>
          ))}
        </ul>
      ),
  },
  {
    name: 'Policy',
    of: ({ rollout }) =>
      rollout.policy ? (
        <span className="ident">
          {rollout.policy}, revision {rollout.policyRevision}
        </span>
      ) : (
        'given with the launch'
      ),
  },
  {
    name: 'Selection',
    of: ({ rollout }) => <SelectorText source={rollout.select} />,
  },
  {
    name: 'Phases',
    of: ({ rollout }) => (
      <ol>
        {rollout.phases.map((phase) => (
          <ComparedPhase key={phase.id} phase={phase} />
        ))}
      </ol>
    ),
  },
]

function ComparedPhase({ phase }: { phase: PhaseDto }) {
  const look = phaseLook(phase.state, phase.counts)
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <StateGlyph style={look.style} size={10} />
      <span>{phase.title}</span>
      <span className="text-ink-3 tabular-nums">
        {look.style.label.toLowerCase()}
        {look.detail === null ? `, ${formatNoun(phase.total, 'cluster')}` : `, ${look.detail}`}
        {phase.startedAt ? (
          <>
            , <Elapsed from={phase.startedAt} to={phase.finishedAt} />
          </>
        ) : null}
      </span>
    </li>
  )
}

function sharedWords(shared: number, differing: number, shown: number): string {
  if (shared === 0) return 'The two have no cluster in common.'
  if (differing === 0) return `None of the ${formatNoun(shared, 'cluster')} in common has ended otherwise.`
  const first = shown < differing ? `; the first ${formatCount(shown)} are shown` : ''
  return `${formatCount(differing)} of ${formatNoun(shared, 'cluster')} in common${first}.`
}
