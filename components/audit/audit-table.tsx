'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { iconButtonClass } from '@/components/ui/button-class'
import { CodeBlock } from '@/components/ui/code-block'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { AuditEntryDto } from '@/lib/audit/dto'
import { cx } from '@/lib/client/cx'

/** Acts, newest first; each opens to what was asked and its place in the chain. */
export function AuditTable({
  entries,
  onActor,
}: {
  entries: readonly AuditEntryDto[]
  onActor: (actor: string) => void
}) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <Table label="Audit log">
      <TableHead>
        <Th srLabel="Details" />
        <Th className="max-md:hidden">When</Th>
        <Th>
          Who<span className="md:hidden"> did what</span>
        </Th>
        <Th className="max-md:hidden">Did</Th>
        <Th className="max-md:hidden">To</Th>
        <Th className="max-lg:hidden">From</Th>
      </TableHead>
      <tbody>
        {entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            open={open === entry.id}
            onToggle={() => setOpen(open === entry.id ? null : entry.id)}
            onActor={onActor}
          />
        ))}
      </tbody>
    </Table>
  )
}

function Entry({
  entry,
  open,
  onToggle,
  onActor,
}: {
  entry: AuditEntryDto
  open: boolean
  onToggle: () => void
  onActor: (actor: string) => void
}) {
  const object = (
    <>
      <span className="text-ink-3">{entry.objectType}</span> <span className="ident">{entry.object}</span>
    </>
  )
  return (
    <>
      <Tr>
        <Td className="w-8">
          <button
            type="button"
            aria-expanded={open}
            aria-label={`Details of entry ${entry.id}`}
            onClick={onToggle}
            className={iconButtonClass('ghost', 'sm')}
          >
            <ChevronRight
              size={14}
              aria-hidden="true"
              className={cx('transition-transform', open && 'rotate-90')}
            />
          </button>
        </Td>
        <Td className="max-md:hidden">
          <Time at={entry.at} format="absolute" />
        </Td>
        <Td>
          <button type="button" className="rounded-sm hover:underline" onClick={() => onActor(entry.actor)}>
            {entry.actor}
          </button>
          {entry.actorKind === 'user' ? null : <span className="text-ink-3"> · {entry.actorKind}</span>}
          {/* On a phone the other columns follow below. */}
          <span className="block wrap-anywhere md:hidden">
            <span className="ident">{entry.action}</span> {object}
          </span>
          <span className="block text-xs text-ink-3 md:hidden">
            <Time at={entry.at} format="absolute" />
          </span>
        </Td>
        <Td className="ident max-md:hidden">{entry.action}</Td>
        <Td className="max-md:hidden">{object}</Td>
        <Td className="ident text-ink-2 max-lg:hidden">{entry.ip ?? '–'}</Td>
      </Tr>
      {open ? (
        <tr className="border-b border-line">
          <td colSpan={6} className="py-3">
            <CodeBlock label="entry" text={JSON.stringify(detailsOf(entry), null, 2)} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

const detailsOf = ({ id, data, userAgent, hash }: AuditEntryDto) => ({ id, data, userAgent, hash })
