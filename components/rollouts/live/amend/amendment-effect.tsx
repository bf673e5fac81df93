import { MeaningDifference } from '@/components/policies/aside/meaning-difference'
import { Callout } from '@/components/ui/callout'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { AmendedPhaseDto, AmendmentEffectDto, PhaseSideDto } from '@/lib/rollouts/dto'

/** What an amendment does: in which ways it is less careful, what differs, and the plan phase by phase. */
export function AmendmentEffect({ effect }: { effect: AmendmentEffectDto }) {
  return (
    <div className="flex flex-col gap-4">
      <Weakenings weakenings={effect.weakenings} />
      <section aria-label="What differs">
        <h3 className="mb-2 text-sm font-semibold">What differs</h3>
        <MeaningDifference changes={effect.changes} />
        {effect.moved > 0 ? (
          <p className="mt-2 text-sm text-ink-2">
            {formatNoun(effect.moved, 'cluster')} {effect.moved === 1 ? 'gets' : 'get'} another phase or
            place.
          </p>
        ) : null}
      </section>
      <section aria-label="The plan of what is left">
        <h3 className="mb-2 text-sm font-semibold">The plan of what is left</h3>
        <ul className="flex flex-col divide-y divide-line border-y border-line text-sm">
          {effect.phases
            .filter(({ state }) => state !== 'over')
            .map((phase) => (
              <PhaseLine key={phase.id} phase={phase} />
            ))}
        </ul>
      </section>
    </div>
  )
}

/** Names each way in which an amendment is less careful, or says that there is none. */
export function Weakenings({ weakenings }: { weakenings: readonly string[] }) {
  if (weakenings.length === 0) {
    return (
      <Callout tone="info" title="It only tightens">
        So it takes effect at once, without anybody else.
      </Callout>
    )
  }
  return (
    <Callout
      tone="warning"
      title="It is less careful than what holds now, so somebody else has to approve it"
    >
      <ul className="list-disc pl-4">
        {weakenings.map((weakening) => (
          <li key={weakening}>{weakening}</li>
        ))}
      </ul>
    </Callout>
  )
}

function PhaseLine({ phase: { title, state, before, after } }: { phase: AmendedPhaseDto }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-1.5">
      <span>
        <span className="font-medium">{title}</span>
        {state === 'begun' ? <span className="ml-1.5 text-xs text-ink-3">has begun</span> : null}
        {before === null ? <span className="ml-1.5 text-xs text-success">new</span> : null}
        {after === null ? <span className="ml-1.5 text-xs text-danger">removed</span> : null}
      </span>
      <span className="flex flex-wrap gap-x-3 text-ink-2 tabular-nums">
        <Figure
          before={before}
          after={after}
          read={({ clusters }) => clusters}
          of={['cluster', 'clusters']}
        />
        <Figure
          before={before}
          after={after}
          read={({ maxInFlight }) => maxInFlight}
          of={['in flight at most', 'in flight at most']}
        />
        <Figure
          before={before}
          after={after}
          read={({ failureBudget }) => failureBudget}
          of={['failure tolerated', 'failures tolerated']}
        />
      </span>
    </li>
  )
}

function Figure({
  of,
  before,
  after,
  read,
}: {
  /** What is counted, of one and of many. */
  of: readonly [string, string]
  before: PhaseSideDto | null
  after: PhaseSideDto | null
  read: (side: PhaseSideDto) => number | null
}) {
  const [was, is] = [before && read(before), after && read(after)]
  const now = is ?? was
  if (now === null) return null
  const changed = was !== null && is !== null && was !== is
  return (
    <span>
      {changed ? <span className="text-ink-3">{formatCount(was)} → </span> : null}
      <span className={changed ? 'font-semibold text-ink' : undefined}>{formatCount(now)}</span>{' '}
      {of[now === 1 ? 0 : 1]}
    </span>
  )
}
