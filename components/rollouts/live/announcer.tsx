'use client'

import { useEffect, useRef, useState } from 'react'
import { formatCount } from '@/lib/client/format'
import { rolloutStyle } from '@/lib/client/state-style'
import { isAsking } from './appearance'
import { useHeader } from './live-context'
import { doneCount, failedCount } from './tally'
import { useTallies } from './use-tallies'

/** Least time between two messages about progress. */
const everyMs = 10_000

/** Tells screen readers how it goes: turns at once, progress now and then, nothing twice. */
export function Announcer() {
  const rollout = useHeader()
  const { all } = useTallies()
  const asking = rollout.phases.flatMap(({ gates }) => gates).filter(isAsking).length
  const turn = `${rolloutStyle[rollout.state].label}${asking > 0 ? `, ${asking} gates wait` : ''}`
  const progress = `${formatCount(doneCount(all))} of ${formatCount(all.total)} done, ${formatCount(failedCount(all))} failed`
  const latest = useRef(progress)
  latest.current = progress
  const [said, setSaid] = useState('')
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), everyMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="sr-only">
      <p role="status">{turn}</p>
      <p role="status">{said}</p>
    </div>
  )
}
