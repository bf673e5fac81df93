'use client'

import { useState } from 'react'
import { RefusedDecision } from '@/components/approvals/refused-decision'
import { DocumentEditor } from '@/components/documents/document-editor'
import { ProblemsList } from '@/components/documents/problems-list'
import type { Place } from '@/components/documents/yaml-editor'
import { MergeFrame } from '@/components/policies/builder/merge-frame'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { CarriedPolicyDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import type { ApiCall } from '../commands'
import { useHeader } from '../live-context'
import { AmendLimits } from './amend-limits'
import { AmendmentEffect } from './amendment-effect'
import type { AmendDraft } from './use-amend-draft'
import type { AmendReading } from './use-amend-reading'

/** The policy of what is left, its limits as fields and all of it as text, with what changing it would do. */
export function AmendForm({
  draft,
  base,
  reading: { problems, refusal, effect },
  reason,
  onReason,
  call,
  error,
  onLooked,
}: {
  draft: AmendDraft
  base: CarriedPolicyDto
  reading: AmendReading
  reason: string
  onReason: (reason: string) => void
  call: ApiCall
  /** Why it was not taken when it was sent. */
  error: Error | null
  onLooked: () => void
}) {
  const [place, setPlace] = useState<Place | null>(null)
  const located = problems.some(({ severity }) => severity === 'error')
  return (
    <>
      <Overtaken draft={draft} base={base} />
      <AmendLimits text={draft.text} problems={problems} />
      <div className="flex flex-col gap-2">
        <DocumentEditor
          label="The policy of what is left as YAML"
          text={draft.text}
          problems={problems}
          place={place}
          height="h-[min(22rem,45dvh)]"
        />
        <ProblemsList problems={problems} onGo={({ line, column }) => setPlace({ line, column })} />
      </div>
      {refusal && !located ? (
        <Callout tone="danger" title="This cannot be made">
          {refusal}
        </Callout>
      ) : null}
      {effect ? (
        <>
          <Pending weakens={effect.weakenings.length > 0} />
          <AmendmentEffect effect={effect} />
        </>
      ) : null}
      <Field label="Reason" hint="For whoever approves it, and for the audit log.">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
      </Field>
      <RefusedDecision error={error} title="Nothing was changed" onLooked={onLooked} />
      {draft.changed ? <ApiHint call={call} /> : null}
    </>
  )
}

/** Says that the plan has been changed by somebody since this was begun, and brings the two together. */
function Overtaken({ draft, base }: { draft: AmendDraft; base: CarriedPolicyDto }) {
  const [merging, setMerging] = useState(false)
  const { overtaken, latest, text } = draft
  if (!overtaken || latest === null) return null
  return (
    <Callout
      tone="warning"
      role="status"
      title="The rest was changed while you were writing"
      action={
        <Button size="sm" onClick={() => setMerging(true)}>
          Bring together
        </Button>
      }
    >
      What you began from holds no more. Nothing of yours is lost.
      {merging ? (
        <MergeFrame
          title="The rest was changed while you were writing"
          description="What only one of you changed is taken; what both changed is yours to decide."
          base={base.source}
          mine={text.source}
          theirs={{ title: 'What they changed', note: null, source: latest.source }}
          onMerged={(source) => {
            draft.rebase(source)
            setMerging(false)
          }}
          onClose={() => setMerging(false)}
        />
      ) : null}
    </Callout>
  )
}

/** Says what this means for a change that somebody has proposed already; nothing when there is none. */
function Pending({ weakens }: { weakens: boolean }) {
  const { amendment } = useHeader()
  if (amendment === null) return null
  const { proposedBy, overtaken } = amendment
  if (weakens) {
    return (
      <Callout tone="warning" title={`A change that ${proposedBy} proposed waits already`}>
        {overtaken
          ? 'It cannot be approved any more, but only one can wait: let it be rejected or withdrawn first.'
          : 'Only one can wait for an approval: let that one be decided or withdrawn first.'}{' '}
        What only tightens takes effect beside it.
      </Callout>
    )
  }
  return overtaken ? null : (
    <Callout tone="info" title={`A change that ${proposedBy} proposed waits for an approval`}>
      It was written for the plan that holds now. Once you apply this, it cannot be approved any more and has
      to be proposed anew.
    </Callout>
  )
}
