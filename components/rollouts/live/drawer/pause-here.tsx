'use client'

import { Pause } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { Rights } from '../header/controls'
import { usePause } from '../header/use-pause'
import { useHeader } from '../live-context'

/** The way to pause the rollout from a drawer, which may cover the button of the page; nothing when none would pause it. */
export function PauseHere({ rights }: { rights: Rights }) {
  const { state } = useHeader()
  const { pause, busy, refusal } = usePause(rights)
  if (state !== 'running' && state !== 'rolling_back') return null
  return (
    <Button size="sm" busy={busy} disabledReason={refusal} onClick={pause}>
      <Pause size={14} aria-hidden="true" />
      Pause rollout
    </Button>
  )
}
