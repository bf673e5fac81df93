'use client'

import { useQuery } from '@tanstack/react-query'
import { StateBadge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Elapsed, Time } from '@/components/ui/time'
import type { StateStyle } from '@/lib/client/state-style'
import { workersQuery } from './queries'

const alive: StateStyle = { tone: 'succeeded', glyph: 'solid', label: 'Alive' }
const silent: StateStyle = { tone: 'failed', glyph: 'cross', label: 'Silent' }

/** The processes that start and observe; without one nothing moves. */
export function WorkersTab() {
  const query = useQuery(workersQuery())
  return (
    <QueryView query={query} what="The list of workers" rows={2}>
      {(workers) => (
        <>
          {workers.some((worker) => worker.alive) ? null : (
            <div className="mb-4">
              <Callout tone="danger" role="alert" title="No worker is alive">
                Nothing is started or observed until one is. Commands such as pause are still taken. Start one
                with <code className="text-xs">npm run worker</code>.
              </Callout>
            </div>
          )}
          {workers.length === 0 ? null : (
            <Table label="Workers">
              <TableHead>
                <Th>State</Th>
                <Th>Process</Th>
                <Th align="end">Rollouts</Th>
                <Th>Last heard of</Th>
                <Th>Up for</Th>
              </TableHead>
              <tbody>
                {workers.map((worker) => (
                  <Tr key={worker.id}>
                    <Td>
                      <StateBadge style={worker.alive ? alive : silent} />
                    </Td>
                    <Td className="ident whitespace-nowrap">
                      {worker.host} <span className="text-ink-3">pid {worker.pid}</span>
                    </Td>
                    <Td align="end">{worker.rollouts}</Td>
                    <Td className="text-ink-2">
                      <Time at={worker.seenAt} />
                    </Td>
                    <Td className="text-ink-2">
                      <Elapsed from={worker.startedAt} to={worker.alive ? null : worker.seenAt} />
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          )}
        </>
      )}
    </QueryView>
  )
}
