'use client'

import { useQuery } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { formatNoun } from '@/lib/client/format'
import type { LineDto } from '@/lib/line/dto'
import { lineQuery } from '@/lib/line/query-options'
import type { LineAccess } from './line-control'
import { ReleaseDialog } from './release-dialog'

/**
 * Says on every page that the line is stopped: by whom, since when and why, with the way out. The time does not
 * count on: an alert that changes would be read out again and again.
 */
export function LineBanner({ access }: { access: LineAccess }) {
  const { data } = useQuery(lineQuery())
  return <div role="alert">{data?.stopped ? <Banner line={data} access={access} /> : null}</div>
}

function Banner({ line, access }: { line: LineDto; access: LineAccess }) {
  const [releasing, setReleasing] = useState(false)
  const { release } = access
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-danger-fill px-4 py-2.5 text-sm text-on-fill md:px-6">
      <span className="shrink-0">
        <OctagonX size={18} aria-hidden="true" />
      </span>
      <p className="min-w-0 flex-1 basis-56 break-words">
        <span className="font-semibold">The line is stopped.</span> {line.stoppedBy},{' '}
        {line.stoppedAt ? <Time at={line.stoppedAt} format="absolute" seconds={false} /> : null}:{' '}
        <q>{line.reason}</q>. Nothing starts until it is released
        {line.held.length > 0 ? `; ${formatNoun(line.held.length, 'rollout')} paused by it` : ''}.
      </p>
      <Button
        size="sm"
        disabledReason={release.allowed ? null : release.reason}
        onClick={() => setReleasing(true)}
      >
        Release
      </Button>
      {releasing ? <ReleaseDialog held={line.held.length} onClose={() => setReleasing(false)} /> : null}
    </div>
  )
}
