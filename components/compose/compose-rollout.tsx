'use client'

import { useQuery } from '@tanstack/react-query'
import { ListTree, Wrench } from 'lucide-react'
import { useMemo, useState } from 'react'
import { defaultsOf } from '@/components/operations/defaults-of'
import { ParamsForm } from '@/components/operations/params-form'
import { SelectorEditor } from '@/components/selector/selector-editor'
import { vocabularyOf } from '@/components/selector/vocabulary'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { Skeleton } from '@/components/ui/skeleton'
import { parseSelector } from '@/lib/core/selector/parse'
import { rosterQuery } from '@/lib/fleet/query-options'
import type { OperationSummaryDto } from '@/lib/operations/dto'
import type { PolicySummaryDto } from '@/lib/policies/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'
import { ChoiceList } from './choice-list'
import { paramProblems, planProblemLines } from './compose-input'
import { LaunchPanel } from './launch-panel'
import { PlanChanged } from './plan-changed'
import { PlanConflicts } from './plan-conflicts'
import { PlanPreview } from './plan-preview'
import { RehearsalPanel } from './rehearsal-panel'
import { Step } from './step'
import { usePlan } from './use-plan'

/** What a link may bring along: `/rollouts/new?operation=…&policy=…&select=…`, or all of another rollout: `?like=12`. */
export interface Composition {
  operation: string | null
  policy: string | null
  select: string
  /** Parameters of the operation that are not at their defaults. */
  params: Record<string, unknown>
}

/** Operation, clusters, policy, preview, launch: one page, from top to bottom, with the plan always up to date. */
export function ComposeRollout({
  operations,
  policies,
  initial,
  launchRefusal,
}: {
  operations: readonly OperationSummaryDto[]
  policies: readonly PolicySummaryDto[]
  initial: Composition
  /** Why this person may not launch; null = they may. */
  launchRefusal: string | null
}) {
  const roster = useQuery(rosterQuery())
  const vocabulary = useMemo(() => vocabularyOf(roster.data ?? []), [roster.data])
  const [operationName, setOperationName] = useState(initial.operation)
  const [policyName, setPolicyName] = useState(initial.policy)
  const [select, setSelect] = useState(initial.select)
  const operation = operations.find((one) => one.name === operationName) ?? null
  const [params, setParams] = useState<Record<string, unknown>>(() => ({
    ...defaultsOf(operation?.params),
    ...initial.params,
  }))

  const input: PlanInput | null =
    operation && policyName && parseSelector(select).ok
      ? { operation: operation.name, params, policy: policyName, select }
      : null
  const { plan, current, error, isFetching, difference, markSeen } = usePlan(input)
  const problems = paramProblems(error)

  const choose = (name: string) => {
    setOperationName(name)
    setParams(defaultsOf(operations.find((one) => one.name === name)?.params))
  }
  if (operations.length === 0 || policies.length === 0) return <Missing operations={operations.length} />
  return (
    <div className="grid min-w-0 grid-cols-1 gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-8">
        <Step number={1} title="Operation" hint="What is done to each cluster">
          <ChoiceList
            name="operation"
            label="Operation"
            choices={operations.map((one) => ({
              value: one.name,
              title: one.title,
              detail: one.description ?? `${one.name}, revision ${one.revision}`,
            }))}
            value={operationName}
            onChange={choose}
          />
          {operation ? (
            <ParamsForm schema={operation.params} value={params} errors={problems} onChange={setParams} />
          ) : null}
        </Step>
        <Step
          number={2}
          title="Clusters"
          hint="Which part of the fleet it is about; the policy divides it into phases"
        >
          <SelectorEditor label="Selection" value={select} vocabulary={vocabulary} onChange={setSelect} />
        </Step>
        <Step number={3} title="Policy" hint="In which phases, and under which rules">
          <ChoiceList
            name="policy"
            label="Policy"
            choices={policies.map((one) => ({
              value: one.name,
              title: one.title,
              detail: one.phases.map((phase) => phase.title).join(' → '),
            }))}
            value={policyName}
            onChange={setPolicyName}
          />
        </Step>
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <Step number={4} title="Preview" hint="What would happen; making it changes nothing">
          <div aria-live="polite" aria-busy={isFetching} className={isFetching ? 'opacity-70' : undefined}>
            {input === null ? (
              <EmptyState title="No plan yet">
                Choose an operation and a policy; the plan follows at once.
              </EmptyState>
            ) : error ? (
              <Callout tone="danger" title="There is no plan for this yet">
                <ul>
                  {planProblemLines(error).map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </Callout>
            ) : plan ? (
              <div className="flex flex-col gap-3">
                {difference ? <PlanChanged difference={difference} onSeen={markSeen} /> : null}
                <PlanConflicts plan={plan} />
                <PlanPreview plan={plan} />
                {current ? <RehearsalPanel input={input} plan={plan} /> : null}
              </div>
            ) : (
              <Skeleton className="h-40 w-full" />
            )}
          </div>
        </Step>
        <Step number={5} title="Launch">
          <LaunchPanel
            input={input}
            plan={current && !error ? (plan ?? null) : null}
            unseen={difference !== null}
            operationTitle={operation?.title ?? null}
            refusal={launchRefusal}
          />
        </Step>
      </div>
    </div>
  )
}

function Missing({ operations }: { operations: number }) {
  return operations === 0 ? (
    <EmptyState
      icon={<Wrench size={20} aria-hidden="true" />}
      title="There is no operation to run yet"
      action={<LinkButton href="/operations">Go to operations</LinkButton>}
    >
      An operation says what is done to a cluster. Publish one first.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<ListTree size={20} aria-hidden="true" />}
      title="There is no policy yet"
      action={<LinkButton href="/policies/new">Compose a policy</LinkButton>}
    >
      A policy says in which phases and under which rules an operation spreads. Compose one first.
    </EmptyState>
  )
}
