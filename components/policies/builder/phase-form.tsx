'use client'

import { useId } from 'react'
import type { TextHistory } from '@/components/documents/use-text-history'
import { SelectorEditor } from '@/components/selector/selector-editor'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { formatNoun } from '@/lib/client/format'
import { setPhaseIn } from '@/lib/core/policy/edit'
import type { LanePhase } from '@/lib/core/policy/lane'
import { namesOf } from '@/lib/core/policy/written'
import { subjectName } from '@/lib/core/selector/subject'
import type { Problem } from '@/lib/core/shared/problem'
import { AfterField } from '../fields/after-field'
import { ChecksFields } from '../fields/checks-fields'
import { GateFields } from '../fields/gate-fields'
import { LimitField } from '../fields/limit-field'
import { OrderField } from '../fields/order-field'
import { Section } from '../fields/part'
import { makeSpot, type Spot } from '../fields/spot'
import { SpreadFields } from '../fields/spread-fields'
import { StepsFields } from '../fields/steps-fields'
import { TextField } from '../fields/text-field'
import { TroubleFields } from '../fields/trouble-fields'
import { countWords } from './count-words'
import type { PhaseFacts } from './lane-facts'
import { SelectorCount } from './selector-count'

/** The fields of one phase, edited in place; each change goes into the text at once. */
export function PhaseForm({
  phase,
  phases,
  facts,
  span,
  problems,
  text,
  vocabulary,
}: {
  phase: LanePhase
  phases: readonly LanePhase[]
  facts: PhaseFacts | undefined
  /** How long it takes, as rehearsed; null = that is not known. */
  span: string | null
  problems: readonly Problem[]
  text: TextHistory
  vocabulary: SelectorVocabulary
}) {
  const facets = useId()
  const { index } = phase
  const spot = makeSpot(['spec', 'phases', index], phase.written, problems, (path, value) => {
    const inside = path.slice(3)
    text.edit((source) => setPhaseIn(source, index, inside, value), `${index}.${inside.join('.')}`)
  })
  const resolved = facts?.resolved
  return (
    <div>
      <Section title="Clusters" summary={facts ? countWords(facts) : undefined}>
        <Names spot={spot} phase={phase} />
        <SelectorEditor
          label="Which clusters"
          value={phase.select}
          vocabulary={vocabulary}
          onChange={(select) => spot.at('select').set(select)}
          note={facts ? <SelectorCount select={phase.select} facts={facts} /> : null}
        />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <LimitField
            spot={spot.at('take')}
            label="Take"
            placeholder="all"
            resolved={resolved?.take}
            hint="a number or a share; the rest is left to later phases"
          />
          <TextField
            spot={spot.at('takeBy')}
            label="Sample by"
            list={facets}
            placeholder="region"
            hint="every value of these facts is in the sample"
            read={namesOf}
          />
        </div>
      </Section>
      <Section title="Before it starts" summary="All of these must be open.">
        <AfterField spot={spot.at('after')} phase={phase} phases={phases} />
        <GateFields spot={spot.at('before')} />
      </Section>
      <Section title="Pace" summary={paceWords(facts, span)}>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
          <LimitField
            spot={spot.at('maxInFlight')}
            label="In flight at most"
            placeholder="10, 10%"
            resolved={resolved?.maxInFlight}
            hint="a number, a share, or both"
          />
          <OrderField spot={spot.at('order')} list={facets} />
        </div>
        <StepsFields spot={spot.at('steps')} resolved={resolved?.steps ?? []} />
        <SpreadFields spot={spot.at('spread')} list={facets} resolved={resolved?.spread ?? []} />
      </Section>
      <Section title="When it goes wrong" summary="What was consumed of a budget stays consumed.">
        <TroubleFields
          spot={spot}
          of="phase"
          resolved={resolved?.budget}
          tolerated={facts?.tolerated ?? undefined}
        />
      </Section>
      <Section
        title="Before it counts as done"
        summary="Soak and checks run at the same time; all are needed."
      >
        <div className="sm:max-w-48">
          <TextField
            spot={spot.at('soak')}
            label="Soak afterwards"
            placeholder="none"
            hint="30m, 2h, 1d; from its last cluster on"
          />
        </div>
        <ChecksFields spot={spot.at('checks')} of="gate" />
      </Section>
      <datalist id={facets}>
        {vocabulary.subjects.map((subject) => (
          <option key={subjectName(subject)} value={subjectName(subject)} />
        ))}
      </datalist>
    </div>
  )
}

/** Says how long the phase takes, as far as that can be known without knowing how long one cluster takes. */
function paceWords(facts: PhaseFacts | undefined, span: string | null): string {
  if (span !== null) return `It takes ${span}, by the rehearsal.`
  if (!facts || facts.taken === 0) return 'How many at once, and in which order.'
  const rounds = Math.ceil(facts.taken / Math.max(1, facts.maxInFlight))
  return `As long as ${formatNoun(rounds, 'cluster')} one after the other; the plan view rehearses it.`
}

function Names({ spot, phase }: { spot: Spot; phase: LanePhase }) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <TextField spot={spot.at('title')} label="Title" mono={false} placeholder={phase.title} />
      <TextField spot={spot.at('id')} label="Id" placeholder={phase.id} />
      <div className="sm:col-span-2">
        <TextField
          spot={spot.at('description')}
          label="Description"
          mono={false}
          placeholder="What an approver should know about this phase"
        />
      </div>
    </div>
  )
}
