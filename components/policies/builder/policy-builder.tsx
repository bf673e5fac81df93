'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useTextHistory } from '@/components/documents/use-text-history'
import type { Place } from '@/components/documents/yaml-editor'
import { vocabularyOf } from '@/components/selector/vocabulary'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useShortcut } from '@/lib/client/shortcuts'
import { useLeaveWarning } from '@/lib/client/use-leave-warning'
import type { Problem } from '@/lib/core/shared/problem'
import { rosterQuery } from '@/lib/fleet/query-options'
import type { PolicyDraftDto } from '@/lib/policies/dto'
import { PolicyAside } from '../aside/policy-aside'
import { phaseSpans } from '../aside/span-words'
import { BuilderHeader } from './builder-header'
import { LaneList } from './lane-list'
import { MergeDialog } from './merge-dialog'
import { OverviewStrip } from './overview-strip'
import { PolicyFields } from './policy-fields'
import { phaseOf } from './problems'
import { PublishDialog } from './publish-dialog'
import { useDraft } from './use-draft'
import { usePolicyReading } from './use-policy-reading'

/** What is open of the lane: the card of a phase, the card over all phases, or nothing. */
type Open = number | 'policy' | null

/** How long each phase takes, by its id, as long as the text is the one that was rehearsed. */
interface Rehearsed {
  readonly source: string
  readonly spans: ReadonlyMap<string, string>
}

/** The builder of one policy: the lane at the left, its other views at the right, one undo over all of them. */
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
  const text = useTextHistory(draft?.source ?? initial)
  const roster = useQuery(rosterQuery())
  const reading = usePolicyReading(text.source, roster.data)
  const { lane, problems, valid, facts } = reading
  const vocabulary = useMemo(() => vocabularyOf(roster.data ?? []), [roster.data])
  const [open, setOpen] = useState<Open>(null)
  const [place, setPlace] = useState<Place | null>(null)
  const [asking, setAsking] = useState<'publish' | 'merge' | null>(null)
  const [baseRevision, setBaseRevision] = useState(draft?.baseRevision ?? published?.revision ?? 0)
  const [rehearsed, setRehearsed] = useState<Rehearsed | null>(null)
  const changed = text.source !== published?.source
  const wanted = changed && publishRefusal === null
  const saving = useDraft({ name, source: text.source, baseRevision, wanted })
  useLeaveWarning(changed && saving !== 'saved' && text.canUndo)
  useShortcut({ keys: 'mod+z', description: 'Undo', section: 'Policy' }, text.undo)
  useShortcut({ keys: 'mod+shift+z', description: 'Redo', section: 'Policy' }, text.redo)

  const goTo = (problem: Problem) => {
    setOpen(phaseOf(problem) ?? 'policy')
    setPlace({ line: problem.line, column: problem.column })
  }
  const openPhase = (index: number | null) => setOpen(index)
  return (
    <>
      <BuilderHeader
        name={name}
        title={lane?.title || name}
        text={text}
        published={published}
        saving={saving}
        publishRefusal={refusal(publishRefusal, valid, changed)}
        onPublish={() => setAsking('publish')}
      />
      {published && baseRevision < published.revision ? (
        <div className="mb-3">
          <Callout
            tone="warning"
            title={`Your draft began at revision ${baseRevision}; revision ${published.revision} is published by now`}
            action={
              <Button size="sm" onClick={() => setAsking('merge')}>
                Bring both together…
              </Button>
            }
          >
            Publishing your text would undo what was published since, so it is refused until both are one.
          </Callout>
        </div>
      ) : null}
      {lane ? <OverviewStrip phases={lane.phases} facts={facts} open={open} onOpen={openPhase} /> : null}
      <div className="mt-3 grid min-w-0 grid-cols-1 gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-2">
          {lane ? (
            <>
              <PolicyFields
                lane={lane}
                facts={facts}
                text={text}
                problems={problems}
                open={open === 'policy'}
                onToggle={() => setOpen(open === 'policy' ? null : 'policy')}
              />
              <LaneList
                lane={lane}
                facts={facts}
                problems={problems}
                text={text}
                vocabulary={vocabulary}
                open={open === 'policy' ? null : open}
                onOpen={openPhase}
                spans={rehearsed?.source === text.source ? rehearsed.spans : null}
              />
            </>
          ) : (
            <Callout tone="danger" title="The text is not a policy at the moment">
              Mend it in the YAML view, or undo. The lane comes back as soon as it can be read.
            </Callout>
          )}
        </div>
        <PolicyAside
          name={name}
          text={text}
          reading={reading}
          newest={published?.revision ?? 0}
          clusters={roster.data}
          place={place}
          onOpen={openPhase}
          onGo={goTo}
          onTake={(source) => text.edit(() => source)}
          onRehearsed={(rehearsal) => setRehearsed({ source: text.source, spans: phaseSpans(rehearsal) })}
        />
      </div>
      {asking === 'publish' ? (
        <PublishDialog
          name={name}
          source={text.source}
          published={published}
          baseRevision={baseRevision}
          clusters={roster.data}
          onClose={() => setAsking(null)}
          onStale={() => setAsking('merge')}
          onPublished={() => {
            setAsking(null)
            router.replace(`/policies/${encodeURIComponent(name)}`)
            router.refresh()
          }}
        />
      ) : null}
      {asking === 'merge' ? (
        <MergeDialog
          name={name}
          source={text.source}
          baseRevision={baseRevision}
          onClose={() => setAsking(null)}
          onMerged={(source, revision) => {
            text.edit(() => source)
            setBaseRevision(revision)
            setAsking(null)
          }}
        />
      ) : null}
    </>
  )
}

function refusal(publishRefusal: string | null, valid: boolean, changed: boolean): string | null {
  if (publishRefusal) return publishRefusal
  if (!valid) return 'Mend the problems first.'
  return changed ? null : 'Nothing has changed since the last revision.'
}
