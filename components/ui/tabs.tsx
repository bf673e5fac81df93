'use client'

import { Tabs as Base } from '@base-ui/react/tabs'
import { type ReactNode, useEffect, useRef } from 'react'

export interface Tab<Value extends string> {
  value: Value
  label: ReactNode
  /** A quiet number after the label. */
  count?: number | string
  content: ReactNode
}

/** Several views of one object, one at a time; keep `value` in the URL when it is worth sharing. */
export function Tabs<Value extends string>({
  tabs,
  value,
  onChange,
  end,
}: {
  tabs: readonly Tab<Value>[]
  value: Value
  onChange: (value: Value) => void
  /** What stands at the right end of the row of tabs. */
  end?: ReactNode
}) {
  const list = useRef<HTMLDivElement>(null)
  // The row scrolls by itself in little room; whoever comes by an address must see where they are.
  useEffect(() => {
    const row = list.current
    const chosen = row?.querySelector<HTMLElement>(`[data-value="${value}"]`)
    if (!row || !chosen) return
    const over = chosen.offsetLeft + chosen.offsetWidth - row.clientWidth
    if (row.scrollLeft < over) row.scrollLeft = over
    else if (row.scrollLeft > chosen.offsetLeft) row.scrollLeft = chosen.offsetLeft
  }, [value])
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="flex min-h-0 flex-col"
    >
      <div className="flex items-center gap-2 border-b border-line">
        <Base.List
          ref={list}
          className="relative -mb-px flex min-w-0 flex-1 gap-4 overflow-x-auto base-ui-disable-scrollbar"
        >
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              data-value={tab.value}
              className="flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-ink-2 outline-offset-[-2px] select-none hover:text-ink data-active:border-ink data-active:text-ink"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="text-xs text-ink-3 tabular-nums">{tab.count}</span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {end}
      </div>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-4 outline-none">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
