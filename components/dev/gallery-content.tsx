import { Rocket } from 'lucide-react'
import { Badge, StateBadge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Count } from '@/components/ui/count'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Fact, Facts } from '@/components/ui/facts'
import { ForbiddenState } from '@/components/ui/forbidden-state'
import { BurnBar, StackedBar } from '@/components/ui/progress'
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Elapsed, Time } from '@/components/ui/time'
import {
  gateStyle,
  heldStyle,
  phaseStyle,
  retryingStyle,
  rolloutStyle,
  type StateStyle,
  targetStyle,
} from '@/lib/client/state-style'
import { Specimens } from './specimens'

const styles: readonly (readonly [string, readonly StateStyle[]])[] = [
  ['States of a rollout', Object.values(rolloutStyle)],
  ['States of a phase', Object.values(phaseStyle)],
  ['States of a cluster in a rollout', [...Object.values(targetStyle), heldStyle, retryingStyle]],
  ['States of a gate', Object.values(gateStyle)],
]
const badges = ['neutral', 'accent', 'success', 'warning', 'danger', 'outline'] as const
const parts = [
  { key: 'a', tone: 'succeeded', count: 900, label: 'succeeded' },
  { key: 'b', tone: 'failed', count: 1, label: 'failed' },
  { key: 'c', tone: 'running', count: 40, label: 'running' },
  { key: 'd', tone: 'waiting', count: 300, label: 'waiting' },
] as const
const at = '2030-01-02T03:04:05Z'

/** What one reads: states, numbers, times, tables, remarks. */
export function GalleryContent() {
  return (
    <>
      {styles.map(([title, list]) => (
        <Specimens key={title} title={title}>
          {list.map((style) => (
            <StateBadge key={style.label} style={style} />
          ))}
        </Specimens>
      ))}
      <Specimens title="Badges, numbers, times">
        {badges.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Count value={2806} of={10_000} />
        <Time at={at} /> <Time at={at} format="absolute" />
        <Elapsed from="2030-01-02T03:00:00Z" to={at} />
      </Specimens>
      <div className="flex flex-col gap-3">
        <StackedBar parts={parts} total={1_241} label="One failure among many is seen" />
        <BurnBar max={12} charged={3} label="Budget" />
        <BurnBar max={12} charged={12} label="Budget, spent" />
      </div>
      <div className="flex flex-col gap-3">
        {(['info', 'warning', 'danger'] as const).map((tone) => (
          <Callout key={tone} tone={tone} title={`A remark: ${tone}`} action={<Button size="sm">Act</Button>}>
            What is wrong, where, and what to do.
          </Callout>
        ))}
      </div>
      <Card title="A card" actions={<Button size="sm">Act</Button>}>
        <Facts>
          <Fact name="Provider">aws</Fact>
          <Fact name="Version" mono>
            4.0.0
          </Fact>
        </Facts>
      </Card>
      <Table label="A table">
        <TableHead>
          <Th>Cluster</Th>
          <Th align="end">Weight</Th>
        </TableHead>
        <tbody>
          <Tr>
            <Td className="ident">kafka-aws-1</Td>
            <Td align="end">12</Td>
          </Tr>
        </tbody>
      </Table>
      <CodeBlock label="code" text={'select: cluster.provider == "aws"\nmaxInFlight: 10%'} />
      <div className="grid gap-4 sm:grid-cols-3">
        <EmptyState
          icon={<Rocket size={20} aria-hidden="true" />}
          title="Nothing yet"
          action={<Button>Begin</Button>}
        >
          Why, and the one next thing to do.
        </EmptyState>
        <ErrorState title="Could not be loaded" detail="The server cannot be reached." onRetry={() => {}} />
        <ForbiddenState title="Not yours to see" reason="This needs the role admin." />
      </div>
      <Skeleton className="h-6 w-48" />
      <SkeletonRows rows={3} label="Loading" />
    </>
  )
}
