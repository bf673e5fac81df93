'use client'

import { FilePen } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useShortcut } from '@/lib/client/shortcuts'
import { useUrlParam } from '@/lib/client/use-url-param'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'
import { AmendSheet } from './amend-sheet'

/** The way to change what is left of a rollout; also by key, and by an address that the palette knows. */
export function AmendControl({ refusal }: { refusal: string | null }) {
  const rollout = useHeader()
  const [asked, setAsked] = useUrlParam('amend')
  const whyNot = refusal ?? whyNotAmend(rollout)
  useShortcut({ keys: 'c', description: 'Change the rest of this rollout', section: 'Rollout' }, () => {
    if (whyNot === null) setAsked('1')
  })
  return (
    <>
      <Button disabledReason={whyNot} onClick={() => setAsked('1')}>
        <FilePen size={14} aria-hidden="true" />
        Change the rest…
      </Button>
      <AmendSheet open={asked !== null && whyNot === null} onClose={() => setAsked(null)} />
    </>
  )
}

/** What is known without asking; whether anything is left to change, the sheet tells. */
function whyNotAmend({ state, wayBack, amendment }: RolloutDto): string | null {
  if (isFinished(state)) return 'This rollout is over.'
  if (state === 'draft') return 'It has not begun: launch it anew, with another policy.'
  if (state === 'aborting') return 'It is being aborted.'
  if (wayBack.underWay !== null) return 'It is being rolled back.'
  return amendment ? `An amendment by ${amendment.proposedBy} waits for an approval already.` : null
}
