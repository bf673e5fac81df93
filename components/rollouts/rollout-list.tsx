'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Rocket } from 'lucide-react'
import { useState } from 'react'
import { Page } from '@/components/layout/page'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Segmented } from '@/components/ui/segmented'
import { Table, TableHead, Th } from '@/components/ui/table'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { useUrlParam } from '@/lib/client/use-url-param'
import { rolloutsQuery } from '@/lib/rollouts/query-options'
import { CompareButton } from './compare-button'
import { isWide, Narrowing, useNarrowing } from './narrowing'
import { RolloutRow } from './rollout-row'

const filters = [
  { value: 'all', label: 'All', states: '' },
  { value: 'active', label: 'Active', states: 'draft,running,paused,aborting,rolling_back' },
  { value: 'held', label: 'Paused', states: 'paused' },
  { value: 'clean', label: 'Succeeded', states: 'succeeded,nothing_to_do' },
  { value: 'failures', label: 'With failures', states: 'succeeded_with_failures,failed' },
  { value: 'stopped', label: 'Aborted', states: 'aborted,rolled_back' },
] as const
type FilterName = (typeof filters)[number]['value']

const pageSize = 30

/** Every rollout, newest first; filter and page are in the address. */
export function RolloutList() {
  const [show, setShow] = useUrlParam('show')
  // The cursors of the pages before this one, so that one can go back without asking from the start.
  const [trail, setTrail] = useUrlParam('page')
  const cursors = trail?.split('~') ?? []
  const filter = filters.find(({ value }) => value === show) ?? filters[0]
  const [narrow, setNarrow] = useNarrowing(() => setTrail(null))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const query = useQuery({
    ...rolloutsQuery({
      ...narrow,
      state: filter.states,
      cursor: cursors.at(-1) ?? null,
      limit: pageSize,
    }),
    placeholderData: keepPreviousData,
  })
  const all = filter.value === 'all' && isWide(narrow)
  const compose = (
    <LinkButton variant="primary" href="/rollouts/new">
      <Rocket size={14} aria-hidden="true" /> New rollout
    </LinkButton>
  )
  return (
    <Page wide>
      <PageHeader title="Rollouts" actions={all && query.data?.items.length === 0 ? null : compose} />
      <Toolbar label="Filter">
        <div className="max-w-full overflow-x-auto">
          <Segmented<FilterName>
            label="Show"
            value={filter.value}
            segments={filters}
            onChange={(value) => {
              setTrail(null)
              setShow(value === 'all' ? null : value)
            }}
          />
        </div>
        <ToolbarSpace />
        {chosen.length > 0 ? <CompareButton chosen={chosen} onClear={() => setChosen([])} /> : null}
      </Toolbar>
      <Narrowing value={narrow} onChange={setNarrow} />
      <QueryView query={query} what="The list of rollouts" rows={8}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<Rocket size={20} aria-hidden="true" />}
              title={all ? 'No rollouts yet' : 'No rollout of that kind'}
              action={all ? compose : null}
            >
              {all
                ? 'Choose an operation, a part of the fleet and a policy; nothing happens before you press Launch.'
                : 'Others may be among all rollouts.'}
            </EmptyState>
          ) : (
            <>
              <Table label="Rollouts">
                <TableHead>
                  <Th srLabel="Compare" className="max-md:hidden" />
                  <Th className="max-md:hidden">State</Th>
                  <Th className="max-md:px-0">Rollout</Th>
                  <Th className="max-md:hidden">Outcome</Th>
                  <Th className="max-lg:hidden">Launched by</Th>
                  <Th className="max-md:hidden">Started</Th>
                  <Th align="end" className="max-lg:hidden">
                    Took
                  </Th>
                </TableHead>
                <tbody>
                  {items.map((rollout) => (
                    <RolloutRow
                      key={rollout.id}
                      rollout={rollout}
                      chosen={chosen.includes(rollout.id)}
                      onChoose={(on) =>
                        setChosen((before) =>
                          on ? [...before, rollout.id].slice(-2) : before.filter((id) => id !== rollout.id),
                        )
                      }
                    />
                  ))}
                </tbody>
              </Table>
              <div className="mt-4 flex justify-end gap-2">
                <Button
                  disabled={cursors.length === 0}
                  onClick={() => setTrail(cursors.slice(0, -1).join('~') || null, true)}
                >
                  <ChevronLeft size={14} aria-hidden="true" /> Newer
                </Button>
                <Button
                  disabled={nextCursor === null}
                  onClick={() => nextCursor && setTrail([...cursors, nextCursor].join('~'), true)}
                >
                  Older <ChevronRight size={14} aria-hidden="true" />
                </Button>
              </div>
            </>
          )
        }
      </QueryView>
    </Page>
  )
}
