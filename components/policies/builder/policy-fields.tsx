'use client'

import { ChevronRight } from 'lucide-react'
import type { TextHistory } from '@/components/documents/use-text-history'
import { cx } from '@/lib/client/cx'
import { setPolicyField } from '@/lib/core/policy/edit'
import type { Lane } from '@/lib/core/policy/lane'
import { budgetWords } from '@/lib/core/policy/words'
import { itemsIn, member } from '@/lib/core/policy/written'
import type { Problem } from '@/lib/core/shared/problem'
import { ChecksFields } from '../fields/checks-fields'
import { Section } from '../fields/part'
import { makeSpot } from '../fields/spot'
import { TextField } from '../fields/text-field'
import { TroubleFields } from '../fields/trouble-fields'
import type { LaneFacts } from './lane-facts'
import { phaseOf } from './problems'

/** What holds for the policy as a whole: its names, guards, and what happens when too much fails. */
export function PolicyFields({
  lane,
  facts,
  text,
  problems,
  open,
  onToggle,
}: {
  lane: Lane
  facts: LaneFacts | null
  text: TextHistory
  problems: readonly Problem[]
  open: boolean
  onToggle: () => void
}) {
  const own = problems.filter((problem) => phaseOf(problem) === null)
  const write = (path: readonly (string | number)[], value: Parameters<typeof setPolicyField>[2]) =>
    text.edit((source) => setPolicyField(source, path, value), path.join('.'))
  const spec = makeSpot(['spec'], lane.spec, own, write)
  const metadata = makeSpot(['metadata'], lane.metadata, own, write)
  return (
    <section
      aria-label="Over all phases"
      className={cx('rounded-lg border bg-surface', own.length > 0 ? 'border-danger' : 'border-line')}
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-0.5 rounded-lg px-3 py-2 text-left"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
        <span className="font-medium">Over all phases</span>
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{summary(lane)}</span>
      </button>
      {open ? (
        <>
          <Section title="Names">
            <TextField spot={metadata.at('title')} label="Title" mono={false} placeholder={lane.name} />
            <TextField
              spot={metadata.at('description')}
              label="Description"
              mono={false}
              placeholder="When to use this policy"
            />
          </Section>
          <Section
            title="When it goes wrong"
            summary="Beside the budgets of the phases; the first to trip wins."
          >
            <TroubleFields
              spot={spec}
              of="rollout"
              resolved={facts?.budget?.words}
              tolerated={facts?.budget?.tolerated}
            />
          </Section>
          <Section title="Guards" summary="Asked all the time; when one fails, the rollout pauses by itself.">
            <ChecksFields spot={spec.at('guards')} of="guard" />
          </Section>
        </>
      ) : null}
    </section>
  )
}

function summary({ spec }: Lane): string {
  const { failureBudget, stop } = spec
  const guards = itemsIn(spec.guards).length
  const parts = [
    failureBudget === undefined
      ? 'no failure budget over all phases'
      : budgetWords(member(failureBudget, 'max'), member(failureBudget, 'onExhausted')),
  ]
  if (guards > 0) parts.push(guards === 1 ? '1 guard' : `${guards} guards`)
  if (stop !== undefined) parts.push('statistical stop')
  return parts.join(' · ')
}
