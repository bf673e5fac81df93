'use client'

import { FilePen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useShortcut } from '@/lib/client/shortcuts'
import { useUrlParam } from '@/lib/client/use-url-param'
import { isFinished } from '@/lib/core/rollout/states'
import { useHeader } from '../live-context'
import { fetchAmendSheet, useAmendSheet } from './use-amend-sheet'
import { whyNotAmend } from './why-not'

/** The way to change what is left of a rollout; also by key, and by an address that the palette knows. */
export function AmendControl({ refusal }: { refusal: string | null }) {
  const rollout = useHeader()
  const [asked, setAsked] = useUrlParam('amend')
  // The address opens it and follows; it comes a moment late, so it is not what decides.
  const [open, setOpen] = useState(asked !== null)
  const [seen, setSeen] = useState(asked)
  if (asked !== seen) {
    setSeen(asked)
    setOpen(asked !== null)
  }
  const show = (next: boolean) => {
    setOpen(next)
    setAsked(next ? '1' : null)
  }
  const AmendSheet = useAmendSheet(open, () => show(false))
  const whyNot = refusal ?? whyNotAmend(rollout)
  useShortcut({ keys: 'e', description: 'Change the rest of this rollout', section: 'Rollout' }, () =>
    show(true),
  )
  return (
    <>
      {isFinished(rollout.state) || rollout.state === 'draft' ? null : (
        <Button
          busy={open && AmendSheet === null}
          disabledReason={whyNot}
          onPointerEnter={() => void fetchAmendSheet().catch(ignore)}
          onFocus={() => void fetchAmendSheet().catch(ignore)}
          onClick={() => show(true)}
        >
          <FilePen size={14} aria-hidden="true" />
          Change the rest…
        </Button>
      )}
      {AmendSheet === null ? null : <AmendSheet open={open} whyNot={whyNot} onClose={() => show(false)} />}
    </>
  )
}

/** Who then opens it is told. */
const ignore = () => {}
