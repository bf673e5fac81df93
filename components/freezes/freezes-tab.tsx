'use client'

import { useQuery } from '@tanstack/react-query'
import { CalendarOff, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { Segmented } from '@/components/ui/segmented'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { FreezeDto } from '@/lib/freezes/dto'
import { freezesQuery } from '@/lib/freezes/query-options'
import { CreateFreeze } from './create-freeze'
import { FreezeCalendar } from './freeze-calendar'
import { FreezeItem } from './freeze-item'
import type { FreezesAccess } from './freezes-view'

/** Freezes that hold, come and are over, with the next four weeks drawn above. */
export function FreezesTab({ access }: { access: FreezesAccess }) {
  const query = useQuery(freezesQuery())
  const [creating, setCreating] = useState(false)
  const [show, setShow] = useUrlParam('show')
  const create = (
    <Button
      variant="primary"
      disabledReason={access.write.allowed ? null : access.write.reason}
      onClick={() => setCreating(true)}
    >
      <Plus size={14} aria-hidden="true" /> Create a freeze
    </Button>
  )
  return (
    <>
      <QueryView query={query} what="The list of freezes">
        {(freezes) => {
          const over = freezes.filter(({ state }) => state === 'over')
          const open = freezes.filter(({ state }) => state !== 'over').sort(soonestFirst)
          return freezes.length === 0 ? (
            <EmptyState
              icon={<CalendarOff size={20} aria-hidden="true" />}
              title="No freeze now, and none to come"
              action={create}
            >
              Announce the days on which nobody wants an upgrade, such as holidays or a big sale: nothing new
              starts then on the clusters you choose.
            </EmptyState>
          ) : (
            <>
              <Toolbar label="Freezes">
                <Segmented
                  label="Show"
                  value={show === 'over' ? 'over' : 'open'}
                  onChange={(value) => setShow(value === 'open' ? null : value)}
                  segments={[
                    { value: 'open', label: `Active and coming ${open.length}` },
                    { value: 'over', label: `Ended ${over.length}` },
                  ]}
                />
                <ToolbarSpace />
                {create}
              </Toolbar>
              {show === 'over' ? (
                <FreezeList none="No freeze has ended yet." freezes={over} access={access} />
              ) : (
                <div className="flex flex-col gap-5">
                  <FreezeCalendar freezes={open} />
                  <FreezeList
                    none="No freeze now, and none to come. Those that ended stay under Ended."
                    freezes={open}
                    access={access}
                  />
                </div>
              )}
            </>
          )
        }}
      </QueryView>
      {creating ? <CreateFreeze onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function FreezeList({
  freezes,
  access,
  none,
}: {
  freezes: readonly FreezeDto[]
  access: FreezesAccess
  none: ReactNode
}) {
  if (freezes.length === 0) return <p className="py-4 text-sm text-ink-2">{none}</p>
  return (
    <ul className="divide-y divide-line border-y border-line">
      {freezes.map((freeze) => (
        <FreezeItem key={freeze.id} freeze={freeze} access={access} />
      ))}
    </ul>
  )
}

const soonestFirst = (a: FreezeDto, b: FreezeDto): number =>
  Number(b.holds) - Number(a.holds) || whenNext(a).localeCompare(whenNext(b))

const whenNext = ({ next, startsAt }: FreezeDto): string => next[0]?.startsAt ?? startsAt
