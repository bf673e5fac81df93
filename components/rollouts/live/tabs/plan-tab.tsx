'use client'

import { useQuery } from '@tanstack/react-query'
import { PlanExclusions } from '@/components/compose/plan-exclusions'
import { SelectorText } from '@/components/selector/selector-text'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { Fact, Facts } from '@/components/ui/facts'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { formatCount } from '@/lib/client/format'
import { wayBackWords } from '@/lib/client/way-back-words'
import type { PhaseDto } from '@/lib/rollouts/dto'
import { AmendmentList } from '../amend/amendment-list'
import { useHeader } from '../live-context'
import { carriedPlanQuery } from './plan-query'

/** What is carried out: the selection, the numbers it comes to, how it was changed, what was left out and why. */
export function PlanTab() {
  const rollout = useHeader()
  const query = useQuery(carriedPlanQuery(rollout))
  return (
    <div className="flex flex-col gap-8">
      {rollout.warnings.length > 0 ? (
        <Callout tone="warning" title="Warnings of the plan">
          <ul className="list-disc pl-4">
            {rollout.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <Facts>
        <Fact name="Operation" mono>
          {rollout.operation}, revision {rollout.operationRevision}
        </Fact>
        {Object.entries(rollout.params).map(([name, value]) => (
          <Fact key={name} name={<span className="ident">{name}</span>} mono>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Fact>
        ))}
        <Fact name="Policy" mono={rollout.policy !== null}>
          {rollout.policy ? `${rollout.policy}, revision ${rollout.policyRevision}` : 'given with the launch'}
        </Fact>
        <Fact name="Selection">
          <SelectorText source={rollout.select} />
        </Fact>
        {rollout.exclude ? (
          <Fact name="Excluded by selector" mono>
            {rollout.exclude}
          </Fact>
        ) : null}
        {rollout.reason ? <Fact name="Reason">{rollout.reason}</Fact> : null}
        <Fact name="Way back">{wayBackWords(rollout.wayBack)}</Fact>
        <Fact name="Plan hash" mono>
          {rollout.planHash}
        </Fact>
      </Facts>
      <section aria-labelledby="numbers">
        <h2 id="numbers" className="mb-2 text-sm font-semibold">
          Numbers
        </h2>
        <Table label="Resolved numbers of each phase">
          <TableHead>
            <Th>Phase</Th>
            <Th align="end">Clusters</Th>
            <Th align="end">At once</Th>
            <Th align="end">Failures tolerated</Th>
            <Th className="pl-8">Steps, cumulative</Th>
            <Th>After</Th>
          </TableHead>
          <tbody>
            {rollout.phases.map((phase) => (
              <PhaseNumbers key={phase.id} phase={phase} />
            ))}
          </tbody>
        </Table>
      </section>
      <AmendmentList />
      <QueryView query={query} what="The plan">
        {({ excluded, policy }) => (
          <>
            <PlanExclusions excluded={excluded} />
            <section aria-labelledby="policy-document">
              <h2 id="policy-document" className="mb-2 text-sm font-semibold">
                Policy as it holds
              </h2>
              <CodeBlock label="policy" text={policy} />
            </section>
          </>
        )}
      </QueryView>
    </div>
  )
}

function PhaseNumbers({ phase }: { phase: PhaseDto }) {
  const orLater = (value: number | null) =>
    value === null ? <span className="text-ink-3">at its start</span> : formatCount(value)
  return (
    <Tr>
      <Td className="min-w-36">
        <span className="text-ink-3 tabular-nums">{phase.index + 1}</span> {phase.title}
      </Td>
      <Td align="end">{formatCount(phase.total)}</Td>
      <Td align="end">{orLater(phase.maxInFlight)}</Td>
      <Td align="end">{phase.budget ? formatCount(phase.budget.max) : '–'}</Td>
      <Td className="pl-8">{phase.steps.length > 1 ? phase.steps.map(formatCount).join(' → ') : '–'}</Td>
      <Td className="ident">{phase.after.join(', ') || '–'}</Td>
    </Tr>
  )
}
