'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { LazyYamlEditor } from '@/components/documents/lazy-yaml-editor'
import { ProblemsList } from '@/components/documents/problems-list'
import { useTextHistory } from '@/components/documents/use-text-history'
import type { Place } from '@/components/documents/yaml-editor'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { messageOf } from '@/lib/client/api'
import { readPolicy } from '@/lib/core/policy/read'
import { hasErrors } from '@/lib/core/shared/problem'
import type { AmendmentAckDto, AmendmentEffectDto, CarriedPolicyDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import { amendCall } from '../commands'
import { useHeader } from '../live-context'
import { useCommand } from '../use-command'
import { amendmentPreviewQuery, carriedPolicyQuery } from './amend-queries'
import { AmendmentEffect } from './amendment-effect'
import { useSettled } from './use-settled'

/** Changes the rest of a rollout: its policy as text, what that would do, and whether somebody else has to agree. */
export function AmendSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return open ? <Opened onClose={onClose} /> : null
}

/** Asks for the policy anew each time: whoever has begun to write keeps that text, and the plan it was written for. */
function Opened({ onClose }: { onClose: () => void }) {
  const { id } = useHeader()
  const carried = useQuery(carriedPolicyQuery(id))
  if (carried.data) return <AmendForm carried={carried.data} onClose={onClose} />
  return (
    <Sheet open onOpenChange={(next) => (next ? undefined : onClose())} title="Change the rest" size="lg">
      {carried.error ? (
        <Callout tone="danger">{messageOf(carried.error)}</Callout>
      ) : (
        <Skeleton className="h-72" />
      )}
    </Sheet>
  )
}

/** How long the text has to rest before it is asked what it would do. */
const settleMs = 400

function AmendForm({ carried, onClose }: { carried: CarriedPolicyDto; onClose: () => void }) {
  const { id, title } = useHeader()
  const text = useTextHistory(carried.source)
  const [reason, setReason] = useState('')
  const [place, setPlace] = useState<Place | null>(null)
  const read = useMemo(() => readPolicy(text.source, { publish: true }), [text.source])
  const valid = read.document !== null && !hasErrors(read.problems)
  const changed = text.source !== carried.source
  const asked = useSettled(text.source, settleMs)
  const current = asked === text.source
  const preview = useQuery({
    ...amendmentPreviewQuery(id, carried.planHash, asked),
    enabled: valid && changed && current,
  })
  const effect = current ? (preview.data ?? null) : null
  const command = useCommand()
  const call = amendCall(id, text.source, carried, reason)
  const submit = async () => {
    const done = ({ amendment }: AmendmentAckDto) =>
      amendment.state === 'applied'
        ? 'Amended: it holds from now on.'
        : 'Proposed: it goes on as it is until somebody else approves.'
    if (await command.run<AmendmentAckDto>(call, done)) onClose()
  }
  const refused = current && preview.error ? messageOf(preview.error) : null
  return (
    <Sheet
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      size="lg"
      title={`Change the rest of “${title}”`}
      description="What is over stays as it was, and what has begun keeps its clusters. Everything else may be another."
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button
            variant="primary"
            busy={command.busy}
            disabledReason={carried.whyNot ?? whyNotYet({ valid, changed, refused, effect })}
            onClick={submit}
          >
            {effect && effect.weakenings.length > 0
              ? 'Propose; needs approval by somebody else'
              : 'Apply now'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="h-80 min-h-0 overflow-hidden rounded-lg border border-line">
          <LazyYamlEditor
            label="The policy of what is left as YAML"
            source={text.source}
            problems={read.problems}
            place={place}
            onChange={(source) => text.edit(() => source, 'yaml')}
            onUndo={text.undo}
            onRedo={text.redo}
          />
        </div>
        <ProblemsList problems={read.problems} onGo={({ line, column }) => setPlace({ line, column })} />
        {refused ? (
          <Callout tone="danger" title="This cannot be made">
            {refused}
          </Callout>
        ) : null}
        {effect ? <AmendmentEffect effect={effect} /> : null}
        <Field label="Reason" hint="For whoever approves it, and for the audit.">
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
        {command.refusal ? (
          <Callout tone="danger" role="alert" title="Nothing was changed">
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
    </Sheet>
  )
}

function whyNotYet({
  valid,
  changed,
  refused,
  effect,
}: {
  valid: boolean
  changed: boolean
  refused: string | null
  effect: AmendmentEffectDto | null
}): string | null {
  if (!changed) return 'Change something first.'
  if (!valid) return 'Mend what is wrong with the policy first.'
  if (refused) return 'It cannot be made; see why above.'
  return effect ? null : 'What it would do is being worked out.'
}
