'use client'

import { Select } from '@/components/ui/select'
import type { Subject } from '@/lib/core/selector/ast'
import type { FormCondition } from '@/lib/core/selector/form'
import {
  describeOperator,
  type FormOperator,
  makeCondition,
  operatorsFor,
} from '@/lib/core/selector/form-operators'
import { subjectName } from '@/lib/core/selector/subject'
import { ValueInput } from './value-input'
import { type SelectorVocabulary, valuesOf } from './vocabulary'

/** The fields of one condition: subject, operator (with its negation), value. */
export function ConditionFields({
  condition,
  vocabulary,
  onChange,
}: {
  condition: FormCondition
  vocabulary: SelectorVocabulary
  onChange: (condition: FormCondition) => void
}) {
  const subjects = withSubject(vocabulary.subjects, condition.subject)
  const operators = operatorsFor(condition.subject).flatMap((op) => [
    { value: op as string, label: describeOperator(op) },
    { value: `!${op}`, label: `not: ${describeOperator(op)}` },
  ])
  const setOperator = (name: string) => {
    const op = name.replace(/^!(?!=)/, '') as FormOperator
    onChange({ ...makeCondition(condition.subject, op, condition.value), not: op !== name })
  }
  const setSubject = (name: string) => {
    const subject = subjects.find((one) => subjectName(one) === name)
    if (!subject) return
    const op = operatorsFor(subject).includes(condition.op) ? condition.op : '=='
    onChange({ ...makeCondition(subject, op, ''), not: condition.not })
  }
  return (
    <div className="flex w-64 max-w-full flex-col gap-1.5">
      <Select
        size="sm"
        label="What"
        options={subjects.map((one) => ({ value: subjectName(one), label: subjectName(one) }))}
        value={subjectName(condition.subject)}
        onChange={setSubject}
      />
      <Select
        size="sm"
        label="How"
        options={operators}
        value={condition.not ? `!${condition.op}` : condition.op}
        onChange={setOperator}
      />
      <ValueInput
        condition={condition}
        suggestions={valuesOf(vocabulary, condition.subject)}
        onChange={onChange}
      />
    </div>
  )
}

/** A condition may name a label that no cluster carries (any more); it is still shown. */
function withSubject(subjects: readonly Subject[], own: Subject): readonly Subject[] {
  return subjects.some((one) => subjectName(one) === subjectName(own)) ? subjects : [...subjects, own]
}
