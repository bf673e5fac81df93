import { Callout } from '@/components/ui/callout'
import { SkeletonRows } from '@/components/ui/skeleton'
import { formatCount } from '@/lib/client/format'
import type { TargetsCheckDto } from '@/lib/failures/dto'

const namesMax = 8

/** What a call would take and leave and why, before it is made. */
export function DryRun({ check }: { check: TargetsCheckDto | undefined }) {
  if (!check) return <SkeletonRows rows={3} label="Eligible clusters" />
  const { eligible, others, unknown, refusal } = check
  return (
    <div role="status">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-3 gap-y-2 text-sm">
        <Row count={eligible.length} words="eligible" names={eligible} />
        {others.map(({ state, why, count, clusters }) => (
          <Row
            key={state}
            count={count}
            words={`left as ${count === 1 ? 'it is' : 'they are'}: ${why}`}
            names={clusters}
            quiet
          />
        ))}
        {unknown.length > 0 ? (
          <Row count={unknown.length} words="not of this rollout" names={unknown} quiet />
        ) : null}
      </dl>
      {refusal !== null && eligible.length > 0 ? (
        <div className="mt-3">
          <Callout tone="warning" title="The rollout would refuse it now">
            {refusal}
          </Callout>
        </div>
      ) : null}
    </div>
  )
}

function Row({
  count,
  words,
  names,
  quiet = false,
}: {
  count: number
  words: string
  names: readonly string[]
  quiet?: boolean
}) {
  const more = count - Math.min(namesMax, names.length)
  return (
    <>
      <dt className={`text-right font-semibold tabular-nums ${quiet ? 'text-ink-3' : 'text-lg'}`}>
        {formatCount(count)}
      </dt>
      <dd className="min-w-0">
        <span className={quiet ? 'text-ink-2' : 'font-medium'}>{words}</span>
        <span className="ident mt-0.5 line-clamp-2 block text-xs break-words text-ink-3">
          {names.slice(0, namesMax).join(', ')}
          {more > 0 && names.length > 0 ? ` and ${formatCount(more)} more` : ''}
        </span>
      </dd>
    </>
  )
}
