import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { TargetDto } from '@/lib/rollouts/dto'
import { follow, readSeq, readTargets, rolloutOf, stateOf } from './feed'

/** What one would write first: rows in React's state, a virtualised table, a new array for each event. */
function Rows() {
  const [rows, setRows] = useState<readonly TargetDto[]>([])
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const rollout = rolloutOf()
    const indexOf = new Map<string, number>()
    void Promise.all([readSeq(rollout), readTargets(rollout)]).then(([after, read]) => {
      read.forEach(({ cluster }, index) => {
        indexOf.set(cluster, index)
      })
      setRows(read)
      follow(rollout, after, (event) => {
        const index = indexOf.get(event.target ?? '')
        const state = stateOf(event)
        if (index === undefined || state === null) return
        setRows((before) => before.with(index, { ...before[index], state } as TargetDto))
      })
    })
  }, [])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 28,
    overscan: 8,
  })
  const counts = new Map<string, number>()
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1)
  return (
    <>
      <p>{[...counts].map(([state, count]) => `${state} ${count}`).join(', ')}</p>
      <div ref={scroller} style={{ height: 800, overflow: 'auto' }} data-ready={rows.length > 0 || undefined}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row key={index} target={rows[index] as TargetDto} top={start} />
          ))}
        </div>
      </div>
    </>
  )
}

const Row = memo(function Row({ target, top }: { target: TargetDto; top: number }) {
  const cells = [target.cluster, target.state, target.phase, target.region, target.tier, target.version]
  return (
    <div style={{ position: 'absolute', top, display: 'flex', gap: 16 }}>
      {cells.map((cell, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change.
        <span key={n}>{cell}</span>
      ))}
    </div>
  )
})

createRoot(document.getElementById('root') as HTMLElement).render(<Rows />)
