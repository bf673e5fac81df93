import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { formatNoun } from '@/lib/client/format'
import type { PlanDifference } from '@/lib/plans/plan-difference'

const namesMax = 6

/** Says that the plan is not the one that one has been looking at any more, and how it differs. */
export function PlanChanged({
  difference: { joined, left, moved, onlyOtherwise },
  onSeen,
}: {
  difference: PlanDifference
  onSeen: () => void
}) {
  return (
    <Callout
      tone="warning"
      role="status"
      title="The plan has changed since you looked at it"
      action={
        <Button size="sm" onClick={onSeen}>
          I have looked
        </Button>
      }
    >
      <ul>
        {onlyOtherwise ? (
          <li>The same clusters in the same phases; their order, a limit or a revision is another.</li>
        ) : null}
        <Line clusters={joined} words="joined" />
        <Line clusters={left} words="left" />
        <Line
          clusters={moved.map(({ cluster, from, to }) => `${cluster} (${from} → ${to})`)}
          words="moved to another phase"
        />
      </ul>
    </Callout>
  )
}

function Line({ clusters, words }: { clusters: readonly string[]; words: string }) {
  if (clusters.length === 0) return null
  const more = clusters.length - namesMax
  return (
    <li>
      {formatNoun(clusters.length, 'cluster')} {words}:{' '}
      <span className="ident">{clusters.slice(0, namesMax).join(', ')}</span>
      {more > 0 ? ` and ${more} more` : ''}
    </li>
  )
}
