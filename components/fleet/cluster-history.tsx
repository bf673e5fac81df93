import Link from 'next/link'
import { StateBadge } from '@/components/ui/badge'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Elapsed, Time } from '@/components/ui/time'
import { rolloutStyle, targetStyle } from '@/lib/client/state-style'
import type { ClusterHistoryItem } from '@/lib/fleet/cluster-history'

/** What each rollout did to one cluster, newest first. */
export function ClusterHistory({ history }: { history: readonly ClusterHistoryItem[] }) {
  if (history.length === 0) return <p className="text-ink-3">None yet.</p>
  return (
    <Table label="Rollouts that touched the cluster">
      <TableHead>
        <Th>Cluster</Th>
        <Th>Rollout</Th>
        <Th className="max-md:hidden">Version before</Th>
        <Th>When</Th>
        <Th align="end" className="max-md:hidden">
          Took
        </Th>
      </TableHead>
      <tbody>
        {history.map((item) => (
          <Tr key={item.rollout}>
            <Td className="max-w-80 max-md:max-w-36">
              <StateBadge style={targetStyle[item.state]} detail={item.reason?.replaceAll('_', ' ')} />
              {item.message ? (
                <p className="truncate text-xs text-ink-3" title={item.message}>
                  {item.message}
                </p>
              ) : null}
            </Td>
            <Td className="max-w-80 max-md:max-w-36">
              <Link
                href={`/rollouts/${item.rollout}`}
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {item.title}
              </Link>
              <p className="text-xs text-ink-3">
                {item.operation} · {rolloutStyle[item.rolloutState].label.toLowerCase()}
              </p>
            </Td>
            <Td className="ident max-md:hidden">{item.versionBefore ?? '–'}</Td>
            <Td className="text-ink-2">
              <Time at={item.startedAt ?? item.launchedAt} />
            </Td>
            <Td align="end" className="text-ink-2 max-md:hidden">
              {item.startedAt ? <Elapsed from={item.startedAt} to={item.finishedAt} /> : '–'}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
