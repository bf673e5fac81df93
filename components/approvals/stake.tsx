import { Card } from '@/components/ui/card'
import { Fact, Facts } from '@/components/ui/facts'
import type { ApprovalDto } from '@/lib/approvals/dto'
import { formatCount, formatNoun } from '@/lib/client/format'

const namesShown = 6

/** What this one decision lets go: how many clusters, which, how fast, and what stops it. */
export function Stake({ approval }: { approval: ApprovalDto }) {
  const { stake } = approval
  return (
    <Card title="What this decision puts at stake">
      <Facts>
        <Fact name="Clusters">
          <span className="font-semibold tabular-nums">{formatCount(stake.clusters)}</span>
          <span className="text-ink-2">, weight {formatCount(stake.weight)}</span>
        </Fact>
        <Fact name="Tiers">{listed(stake.tiers)}</Fact>
        <Fact name="Regions">{listed(stake.regions)}</Fact>
        <Fact name="Versions now">{listed(stake.versions)}</Fact>
        <Fact name="At once">at most {formatNoun(stake.maxInFlight, 'cluster')}</Fact>
        <Fact name="Stops at">
          {stake.budget === null
            ? 'only the budget of the whole rollout, if it has one'
            : `failure ${formatCount(stake.budget + 1)} in this phase; ${formatCount(stake.budget)} are tolerated`}
        </Fact>
      </Facts>
    </Card>
  )
}

function listed(parts: readonly { name: string | null; clusters: number }[]): string {
  if (parts.length === 0) return '–'
  const shown = parts
    .slice(0, namesShown)
    .map(({ name, clusters }) => `${name || 'unknown'} (${formatCount(clusters)})`)
  const more = parts.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
