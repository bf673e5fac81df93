import { Plus, Wrench } from 'lucide-react'
import Link from 'next/link'
import { SelectorText } from '@/components/selector/selector-text'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { OperationSummaryDto } from '@/lib/operations/dto'

/** All operations, by name. */
export function OperationList({
  operations,
  publishRefusal,
}: {
  operations: readonly OperationSummaryDto[]
  publishRefusal: string | null
}) {
  const compose =
    publishRefusal === null ? (
      <LinkButton variant="primary" href="/operations/new">
        <Plus size={14} aria-hidden="true" /> New operation
      </LinkButton>
    ) : (
      <Button variant="primary" disabledReason={publishRefusal}>
        <Plus size={14} aria-hidden="true" /> New operation
      </Button>
    )
  return (
    <>
      <PageHeader
        title="Operations"
        meta="What can be done to a cluster: parameters, driver, checks."
        actions={operations.length === 0 ? null : compose}
      />
      {operations.length === 0 ? (
        <EmptyState icon={<Wrench size={20} aria-hidden="true" />} title="No operations yet" action={compose}>
          An operation is a YAML document: how to reach a cluster, what to start, how to see that it is done.
        </EmptyState>
      ) : (
        <Table label="Operations">
          <TableHead>
            <Th>Operation</Th>
            <Th className="max-md:hidden">Applies to</Th>
            <Th>Driver</Th>
            <Th align="end">Revision</Th>
            <Th className="max-md:hidden">Changed</Th>
          </TableHead>
          <tbody>
            {operations.map((operation) => (
              <Tr key={operation.name}>
                <Td>
                  <Link
                    href={`/operations/${encodeURIComponent(operation.name)}`}
                    className="rounded-sm font-medium after:absolute after:inset-0"
                  >
                    {operation.title}
                  </Link>
                  <p className="ident text-ink-3">{operation.name}</p>
                </Td>
                <Td className="max-w-72 max-md:hidden">
                  <span className="block truncate text-ink-2" title={operation.appliesTo}>
                    <SelectorText source={operation.appliesTo} />
                  </span>
                </Td>
                <Td>
                  <Badge>{operation.driver}</Badge>
                </Td>
                <Td align="end" className="text-ink-2">
                  {operation.revision}
                </Td>
                <Td className="text-ink-2 max-md:hidden">
                  <Time at={operation.updatedAt} /> by {operation.author}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  )
}
