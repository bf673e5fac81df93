'use client'

import { useQuery } from '@tanstack/react-query'
import { Redo2, Rocket, Undo2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { vocabularyOf } from '@/components/selector/vocabulary'
import { Badge } from '@/components/ui/badge'
import { Button, IconButton } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { useShortcut } from '@/lib/client/shortcuts'
import type { Problem } from '@/lib/core/shared/problem'
import { rosterQuery } from '@/lib/fleet/query-options'
import type { PolicyDraftDto } from '@/lib/policies/dto'
import { LaneList } from './lane-list'
import { OverviewStrip } from './overview-strip'
import { PolicyFields } from './policy-fields'
import { phaseOf } from './problems'
import { ProblemsList } from './problems-list'
import { PublishDialog } from './publish-dialog'
import { useDraft } from './use-draft'
import { usePolicyReading } from './use-policy-reading'
import { usePolicyText } from './use-policy-text'
import type { Place } from './yaml-editor'

const YamlEditor = dynamic(() => import('./yaml-editor'), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
})

/** The builder of one policy: the lane at the left, its text at the right, one undo over both. */
export function PolicyBuilder({
  name,
  initial,
  draft,
  published,
  publishRefusal,
}: {
  name: string
  /** The text to begin with: the newest revision's, or a template's. */
  initial: string
  /** What this person left unpublished; it is opened instead. */
  draft: PolicyDraftDto | null
  published: { source: string; revision: number } | null
  /** Why this person may not publish; null = they may. */
  publishRefusal: string | null
}) {
  const router = useRouter()
  const text = usePolicyText(draft?.source ?? initial)
  const roster = useQuery(rosterQuery())
  const { lane, problems, valid, facts } = usePolicyReading(text.source, roster.data)
  const vocabulary = useMemo(() => vocabularyOf(roster.data ?? []), [roster.data])
  const [open, setOpen] = useState<number | null>(null)
  const [place, setPlace] = useState<Place | null>(null)
  const [publishing, setPublishing] = useState(false)
  const changed = text.source !== published?.source

  const baseRevision = draft?.baseRevision ?? published?.revision ?? 0
  const saving = useDraft({
    name,
    source: text.source,
    baseRevision,
    wanted: changed && publishRefusal === null,
  })
  useLeaveWarning(changed && saving !== 'saved' && text.canUndo)
  useShortcut({ keys: 'mod+z', description: 'Undo', section: 'Policy' }, text.undo)
  useShortcut({ keys: 'mod+shift+z', description: 'Redo', section: 'Policy' }, text.redo)

  const goTo = (problem: Problem) => {
    const phase = phaseOf(problem)
    if (phase !== null) setOpen(phase)
    setPlace({ line: problem.line, column: problem.column })
  }
  return (
    <>
      <PageHeader
        title={lane?.title || name}
        meta={
          <>
            <code className="ident">{name}</code>
            {published ? <span>revision {published.revision}</span> : <Badge tone="accent">new</Badge>}
            {published && changed ? <Badge tone="warning">unpublished changes</Badge> : null}
            <span role="status">{savingWords[saving]}</span>
          </>
        }
        actions={
          <>
            <IconButton label="Undo" shortcut="mod+z" disabled={!text.canUndo} onClick={text.undo}>
              <Undo2 size={16} aria-hidden="true" />
            </IconButton>
            <IconButton label="Redo" shortcut="mod+shift+z" disabled={!text.canRedo} onClick={text.redo}>
              <Redo2 size={16} aria-hidden="true" />
            </IconButton>
            {published && changed ? (
              <Button variant="ghost" onClick={() => text.edit(() => published.source)}>
                Back to the published text
              </Button>
            ) : null}
            {published ? (
              <LinkButton href={`/rollouts/new?policy=${encodeURIComponent(name)}`}>
                <Rocket size={14} aria-hidden="true" /> Start a rollout
              </LinkButton>
            ) : null}
            <Button
              variant="primary"
              disabledReason={refusal(publishRefusal, valid, changed)}
              onClick={() => setPublishing(true)}
            >
              Publish…
            </Button>
          </>
        }
      />
      {draft && published && draft.baseRevision < published.revision ? (
        <div className="mb-3">
          <Callout tone="warning" title={`Your draft began at revision ${draft.baseRevision}`}>
            Revision {published.revision} has been published since. Publishing your text is refused; take over
            what you need, then use “Back to the published text”.
          </Callout>
        </div>
      ) : null}
      {lane ? <OverviewStrip phases={lane.phases} facts={facts} onOpen={setOpen} /> : null}
      <div className="mt-3 grid min-w-0 grid-cols-1 gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          {lane ? (
            <>
              <PolicyFields lane={lane} text={text} problems={problems} />
              <LaneList
                lane={lane}
                facts={facts}
                problems={problems}
                text={text}
                vocabulary={vocabulary}
                open={open}
                onOpen={setOpen}
              />
            </>
          ) : (
            <Callout tone="danger" title="The text is not a policy at the moment">
              Mend it at the right, or undo. The lane comes back as soon as it can be read.
            </Callout>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-2 xl:sticky xl:top-4 xl:h-[calc(100dvh-7rem)]">
          <div className="h-96 min-h-0 overflow-hidden rounded-lg border border-line xl:h-auto xl:flex-1">
            <YamlEditor
              label="The policy as YAML"
              source={text.source}
              problems={problems}
              place={place}
              onChange={(source) => text.edit(() => source, 'yaml')}
              onUndo={text.undo}
              onRedo={text.redo}
            />
          </div>
          <div className="rounded-lg border border-line px-3 py-2">
            <ProblemsList problems={problems} onGo={goTo} />
          </div>
        </div>
      </div>
      {publishing ? (
        <PublishDialog
          name={name}
          source={text.source}
          published={published}
          baseRevision={baseRevision}
          onClose={() => setPublishing(false)}
          onPublished={() => {
            setPublishing(false)
            router.replace(`/policies/${encodeURIComponent(name)}`)
            router.refresh()
          }}
        />
      ) : null}
    </>
  )
}

const savingWords = {
  idle: '',
  saving: 'Saving your draft…',
  saved: 'Draft saved, visible to you only',
  failed: 'The draft could not be saved; keep this page open',
} as const

function refusal(publishRefusal: string | null, valid: boolean, changed: boolean): string | null {
  if (publishRefusal) return publishRefusal
  if (!valid) return 'Mend the problems first.'
  return changed ? null : 'Nothing has changed since the last revision.'
}

/** Asks before the page is left with changes that nobody has published. */
function useLeaveWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])
}
