'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { paramProblems, planProblemLines } from '@/components/compose/compose-input'
import { PlanPreview } from '@/components/compose/plan-preview'
import { usePlan } from '@/components/compose/use-plan'
import { defaultsOf } from '@/components/operations/defaults-of'
import { ParamsForm } from '@/components/operations/params-form'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { QueryView } from '@/components/ui/query-view'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { OperationSummaryDto } from '@/lib/operations/dto'
import { operationsQuery } from '@/lib/operations/query-options'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import { Rehearsal } from './rehearsal'

/** What a rollout of a chosen operation would do with the text as it is now; nothing is stored or started. */
export function PlanTab({
  source,
  valid,
  onRehearsed,
}: {
  source: string
  valid: boolean
  /** Takes what came of a rehearsal of the text. */
  onRehearsed: (rehearsal: RehearsalDto) => void
}) {
  const operations = useQuery(operationsQuery())
  return (
    <QueryView query={operations} what="The operations">
      {(items) => <PlanOf operations={items} source={source} valid={valid} onRehearsed={onRehearsed} />}
    </QueryView>
  )
}

function PlanOf({
  operations,
  source,
  valid,
  onRehearsed,
}: {
  operations: readonly OperationSummaryDto[]
  source: string
  valid: boolean
  onRehearsed: (rehearsal: RehearsalDto) => void
}) {
  const [name, setName] = useUrlParam('operation')
  const operation = operations.find((one) => one.name === name) ?? null
  const [params, setParams] = useState<Record<string, unknown>>(() => defaultsOf(operation?.params))
  const input = operation && valid ? { operation: operation.name, params, policy: source } : null
  const { plan, current, error } = usePlan(input)
  if (operations.length === 0) {
    return <EmptyState title="No operations yet">A plan is an operation spread by this policy.</EmptyState>
  }
  return (
    <div className="flex flex-col gap-4">
      <Field label="Operation to plan">
        <Select
          options={operations.map((one) => ({ value: one.name, label: one.title, hint: one.name }))}
          value={operation?.name ?? null}
          placeholder="Choose an operation…"
          onChange={(next) => {
            setName(next)
            setParams(defaultsOf(operations.find((one) => one.name === next)?.params))
          }}
        />
      </Field>
      {operation ? (
        <ParamsForm
          schema={operation.params}
          value={params}
          onChange={setParams}
          errors={paramProblems(error)}
        />
      ) : null}
      {operation && !valid ? (
        <Callout tone="warning" title="The policy has problems">
          Mend them first; what is below is of the last text that could be planned.
        </Callout>
      ) : null}
      {error ? (
        <Callout tone="warning" title="There is no plan yet">
          <ul>
            {planProblemLines(error).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Callout>
      ) : plan ? (
        <div className={current ? undefined : 'opacity-60'}>
          {input ? (
            <div className="mb-4">
              <Rehearsal input={input} onRehearsed={onRehearsed} />
            </div>
          ) : null}
          <PlanPreview plan={plan} />
        </div>
      ) : operation && valid ? (
        <Skeleton className="h-40 w-full" />
      ) : null}
    </div>
  )
}
