'use client'

import { useQuery } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { Access } from '@/lib/core/access/permissions'
import { lineQuery } from '@/lib/line/query-options'
import { ReleaseDialog } from './release-dialog'
import { StopDialog } from './stop-dialog'

/** Whether somebody may stop the line and release it. */
export interface LineAccess {
  stop: Access
  release: Access
}

/** Stops everything from wherever one is; while the line is stopped it says so and offers the release. */
export function LineControl({ access }: { access: LineAccess }) {
  const { data: line } = useQuery(lineQuery())
  const [asking, setAsking] = useState<'stop' | 'release' | null>(null)
  const stopped = line?.stopped === true
  const may = stopped ? access.release : access.stop
  return (
    <>
      <Button
        size="sm"
        variant={stopped ? 'danger' : 'secondary'}
        aria-label={stopped ? 'Line stopped: release it' : 'Stop the line'}
        disabledReason={may.allowed ? null : may.reason}
        onClick={() => setAsking(stopped ? 'release' : 'stop')}
      >
        <OctagonX size={14} aria-hidden="true" className={stopped ? undefined : 'text-danger'} />
        <span className="max-md:sr-only">{stopped ? 'Line stopped' : 'Stop the line'}</span>
      </Button>
      {asking === 'stop' ? <StopDialog onClose={() => setAsking(null)} /> : null}
      {asking === 'release' ? (
        <ReleaseDialog held={line?.held.length ?? 0} onClose={() => setAsking(null)} />
      ) : null}
    </>
  )
}
