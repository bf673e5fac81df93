'use client'

import { useQuery } from '@tanstack/react-query'
import { Tags } from 'lucide-react'
import type { ReactNode } from 'react'
import { LinkButton } from '@/components/ui/link-button'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { MembershipDto } from '@/lib/membership/dto'
import { membershipQuery } from '@/lib/membership/query-options'
import { driftWords } from '../drift-words'
import { useHeader } from '../live-context'

/** How the fleet has moved since the launch, and the way to whoever came too late; nothing when it has not. */
export function Membership() {
  const { id } = useHeader()
  const { data } = useQuery(membershipQuery(id))
  if (!data || data.addedCount + data.driftedCount + data.goneCount === 0) return null
  return (
    <section aria-labelledby="membership">
      <h2 id="membership" className="mb-2 flex items-center gap-1.5 text-sm font-semibold">
        <Tags size={14} aria-hidden="true" className="text-ink-3" />
        Since the launch
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line text-sm">
        {data.addedCount > 0 ? <Added data={data} rollout={id} /> : null}
        {data.driftedCount > 0 ? (
          <Line
            title={`${formatNoun(data.driftedCount, 'cluster was', 'clusters were')} relabelled; members stay what they are`}
            shown={data.drifted.length}
            count={data.driftedCount}
          >
            {data.drifted.map(({ cluster, changed }) => (
              <li key={cluster}>
                <span className="ident">{cluster}</span>{' '}
                <span className="text-ink-3">{driftWords(changed)}</span>
              </li>
            ))}
          </Line>
        ) : null}
        {data.goneCount > 0 ? (
          <Line
            title={`${formatNoun(data.goneCount, 'cluster was', 'clusters were')} removed from the fleet`}
            shown={data.gone.length}
            count={data.goneCount}
          >
            {data.gone.map((cluster) => (
              <li key={cluster} className="ident">
                {cluster}
              </li>
            ))}
          </Line>
        ) : null}
      </ul>
    </section>
  )
}

function Added({ data, rollout }: { data: MembershipDto; rollout: string }) {
  const { followUp } = data
  const part =
    followUp && followUp.count < data.addedCount ? ` with the first ${formatCount(followUp.count)}` : ''
  return (
    <Line
      title={`${formatNoun(data.addedCount, 'cluster that it would take was', 'clusters that it would take were')} added`}
      shown={data.added.length}
      count={data.addedCount}
      action={
        followUp ? (
          <LinkButton
            size="sm"
            href={`/rollouts/new?like=${rollout}&select=${encodeURIComponent(followUp.select)}`}
          >
            Follow up{part}…
          </LinkButton>
        ) : null
      }
    >
      {data.added.map((cluster) => (
        <li key={cluster} className="ident">
          {cluster}
        </li>
      ))}
    </Line>
  )
}

function Line({
  title,
  shown,
  count,
  action,
  children,
}: {
  title: string
  /** How many of them are listed. */
  shown: number
  count: number
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2">
      <details className="min-w-0 flex-1">
        <summary className="cursor-pointer text-pretty">{title}</summary>
        <ul className="mt-1 max-h-48 overflow-y-auto text-xs break-words">
          {children}
          {shown < count ? <li className="text-ink-3">and {formatCount(count - shown)} more</li> : null}
        </ul>
      </details>
      {action}
    </li>
  )
}
