'use client'

import { BellOff, BellRing } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { setNotifying, useNotifying } from '@/lib/client/notify-store'
import { toastFailed } from '@/lib/client/toasts'

/**
 * Turns the browser's notifications on and off, in this browser: approvals that wait for one, and how one's own
 * rollouts end or stop. Asks for leave only then.
 */
export function NotifySwitch() {
  const on = useNotifying()
  if (on === null) return null
  return (
    <Button
      aria-pressed={on}
      title="Of approvals that wait for you, and of rollouts you launched that end or stop by themselves"
      onClick={() => void (on ? setNotifying(false) : ask())}
    >
      {on ? <BellOff size={14} aria-hidden="true" /> : <BellRing size={14} aria-hidden="true" />}
      {on ? 'Stop notifying me' : 'Notify me'}
    </Button>
  )
}

async function ask(): Promise<void> {
  const answer = await Notification.requestPermission()
  if (answer === 'granted') setNotifying(true)
  else toastFailed('The browser does not allow notifications', 'Allow them for this site, then try again.')
}
