import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { TargetDetailDto } from '@/lib/rollouts/dto'
import { compareRows } from './compare-rows'

/** Facts and steps of two clusters, side by side; what differs is strong. */
export function CompareTable({ failed, succeeded }: { failed: TargetDetailDto; succeeded: TargetDetailDto }) {
  const rows = compareRows(failed, succeeded)
  const same = rows.filter(({ differs }) => !differs)
  return (
    <>
      <Table label="Two clusters side by side">
        <TableHead>
          <Th srLabel="What" />
          <Th className="max-sm:h-auto max-sm:py-1.5 max-sm:whitespace-normal">
            Failed: <span className="ident wrap-anywhere">{failed.cluster}</span>
          </Th>
          <Th className="max-sm:h-auto max-sm:py-1.5 max-sm:whitespace-normal">
            Succeeded: <span className="ident wrap-anywhere">{succeeded.cluster}</span>
          </Th>
        </TableHead>
        <tbody>
          {rows
            .filter(({ differs }) => differs)
            .map((row) => (
              <Tr key={row.name}>
                <Td className="w-32 text-ink-3 max-sm:w-16">{row.name}</Td>
                <Td className="ident font-medium wrap-anywhere">{row.failed}</Td>
                <Td className="ident font-medium wrap-anywhere">{row.succeeded}</Td>
              </Tr>
            ))}
        </tbody>
      </Table>
      {same.length > 0 ? (
        <p className="mt-2 text-xs text-pretty text-ink-3">
          The same: {same.map(({ name, failed: value }) => `${name} ${value}`).join(', ')}.
        </p>
      ) : null}
    </>
  )
}
