'use client'

import { DocumentEditor } from '@/components/documents/document-editor'
import { ProblemsList } from '@/components/documents/problems-list'
import type { TextHistory } from '@/components/documents/use-text-history'
import type { Place } from '@/components/documents/yaml-editor'
import { Tabs } from '@/components/ui/tabs'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Problem } from '@/lib/core/shared/problem'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import type { PolicyReading } from '../builder/use-policy-reading'
import { DifferenceTab } from './difference-tab'
import { GraphTab } from './graph-tab'
import { PlanTab } from './plan-tab'

type View = 'yaml' | 'graph' | 'plan' | 'difference'

/** The other views of the same policy: its text, its graph, its plan, and what it changes; problems below. */
export function PolicyAside({
  name,
  text,
  reading,
  newest,
  clusters,
  place,
  onOpen,
  onGo,
  onTake,
  onRehearsed,
}: {
  name: string
  text: TextHistory
  reading: PolicyReading
  /** The newest revision; 0 = none yet. */
  newest: number
  clusters: readonly ClusterFacts[] | undefined
  /** Where the text is to be shown. */
  place: Place | null
  /** Opens a phase in the lane. */
  onOpen: (index: number) => void
  onGo: (problem: Problem) => void
  onTake: (source: string, revision: number) => void
  /** Takes what came of a rehearsal of the text as it is. */
  onRehearsed: (rehearsal: RehearsalDto) => void
}) {
  const [wanted, setView] = useUrlParam('view')
  const { lane, problems, valid, facts } = reading
  const view = (['graph', 'plan', 'difference'] as const).find((one) => one === wanted) ?? 'yaml'
  return (
    <div className="flex min-w-0 flex-col gap-2 xl:sticky xl:top-4 xl:h-[calc(100dvh-5.5rem)]">
      <div className="min-h-0 flex-1 [&>div]:h-full">
        <Tabs<View>
          value={view}
          onChange={(next) => setView(next === 'yaml' ? null : next)}
          tabs={[
            {
              value: 'yaml',
              label: 'YAML',
              content: (
                <DocumentEditor
                  label="The policy as YAML"
                  text={text}
                  problems={problems}
                  place={place}
                  height="h-96 xl:h-full"
                />
              ),
            },
            {
              value: 'graph',
              label: 'Graph',
              content: (
                <Scroll>
                  {lane ? <GraphTab phases={lane.phases} facts={facts} onOpen={onOpen} /> : null}
                </Scroll>
              ),
            },
            {
              value: 'plan',
              label: 'Plan',
              content: (
                <Scroll>
                  <PlanTab source={text.source} valid={valid} onRehearsed={onRehearsed} />
                </Scroll>
              ),
            },
            ...(newest === 0
              ? []
              : [
                  {
                    value: 'difference' as const,
                    label: 'Difference',
                    content: (
                      <Scroll>
                        <DifferenceTab
                          name={name}
                          source={text.source}
                          newest={newest}
                          clusters={clusters}
                          onTake={onTake}
                        />
                      </Scroll>
                    ),
                  },
                ]),
          ]}
        />
      </div>
      <div className="shrink-0 rounded-lg border border-line px-3 py-2">
        <ProblemsList
          problems={problems}
          onGo={(problem) => {
            setView(null)
            onGo(problem)
          }}
        />
      </div>
    </div>
  )
}

/** A view that scrolls by itself beside the lane; on narrow screens the page scrolls. */
const Scroll = ({ children }: { children: React.ReactNode }) => (
  <div className="min-w-0 xl:h-full xl:overflow-y-auto xl:pr-1">{children}</div>
)
