import { ChevronRight, ListTree, Plus, Rocket } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import type { PolicyDraftDto, PolicySummaryDto } from '@/lib/policies/dto'

const phasesShown = 8

/** All policies with their phases in order; a draft of one's own is named on its policy. */
export function PolicyList({
  policies,
  drafts,
}: {
  policies: readonly PolicySummaryDto[]
  drafts: readonly PolicyDraftDto[]
}) {
  const drafted = new Map(drafts.map((draft) => [draft.name, draft]))
  const published = new Set(policies.map(({ name }) => name))
  const fresh = drafts.filter(({ name }) => !published.has(name))
  const empty = policies.length === 0 && fresh.length === 0
  const create = (
    <LinkButton variant="primary" href="/policies/new">
      <Plus size={14} aria-hidden="true" /> New policy
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        title="Policies"
        meta="In which phases, and under which rules, an operation is spread over a selection."
        actions={empty ? null : create}
      />
      {empty ? (
        <EmptyState icon={<ListTree size={20} aria-hidden="true" />} title="No policies yet" action={create}>
          Begin with a template: cloud by cloud, internal then customers, 1 → 10 → 50 → 100 %.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {fresh.map((draft) => (
            <li key={draft.name} className="relative flex items-center gap-3 py-3 hover:bg-hover">
              <Link
                href={`/policies/${encodeURIComponent(draft.name)}`}
                className="font-medium after:absolute after:inset-0"
              >
                <span className="ident">{draft.name}</span>
              </Link>
              <Badge tone="accent">your draft, unpublished</Badge>
              <span className="ml-auto text-xs text-ink-3">
                <Time at={draft.updatedAt} />
              </span>
            </li>
          ))}
          {policies.map((policy) => (
            <PolicyItem key={policy.name} policy={policy} draft={drafted.get(policy.name) ?? null} />
          ))}
        </ul>
      )}
    </>
  )
}

function PolicyItem({ policy, draft }: { policy: PolicySummaryDto; draft: PolicyDraftDto | null }) {
  const shown = policy.phases.slice(0, phasesShown)
  const more = policy.phases.length - shown.length
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-80">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            href={`/policies/${encodeURIComponent(policy.name)}`}
            className="rounded-sm font-medium after:absolute after:inset-0"
          >
            {policy.title}
          </Link>
          <span className="ident text-ink-3">{policy.name}</span>
          {draft ? <Badge tone="accent">your draft</Badge> : null}
        </p>
        <ol aria-label="Phases" className="mt-1.5 flex flex-wrap items-center gap-1 text-xs text-ink-2">
          {shown.map((phase, index) => (
            <li key={phase.id} className="flex items-center gap-1">
              {index > 0 ? <ChevronRight size={12} aria-hidden="true" className="text-ink-3" /> : null}
              <span className="rounded-sm bg-hover px-1.5 py-0.5">{phase.title}</span>
            </li>
          ))}
          {more > 0 ? <li className="text-ink-3">and {more} more</li> : null}
        </ol>
      </div>
      <p className="text-xs text-ink-3">
        revision {policy.revision} · <Time at={policy.updatedAt} /> by {policy.author}
      </p>
      <LinkButton
        size="sm"
        className="relative"
        href={`/rollouts/new?policy=${encodeURIComponent(policy.name)}`}
      >
        <Rocket size={14} aria-hidden="true" /> Use
      </LinkButton>
    </li>
  )
}
