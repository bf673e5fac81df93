'use client'

import { useState } from 'react'
import { messageOf } from '@/lib/client/api'
import { toastDone, toastFailed } from '@/lib/client/toasts'
import type { RolloutAckDto } from '@/lib/rollouts/dto'
import { type ApiCall, send } from './commands'

export interface Command {
  busy: boolean
  /** Why the last try was refused. */
  refusal: string | null
  /** Makes the call; true when it was taken. */
  run<Ack = RolloutAckDto>(call: ApiCall, done: (ack: Ack) => string): Promise<boolean>
  forget(): void
}

/** Runs commands one at a time and tells how they went; what changed comes back through the stream. */
export function useCommand(options: { toastRefusal?: boolean } = {}): Command {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  return {
    busy,
    refusal,
    forget: () => setRefusal(null),
    run: async (call, done) => {
      setBusy(true)
      setRefusal(null)
      try {
        toastDone(done(await send(call)))
        return true
      } catch (error) {
        setRefusal(messageOf(error))
        if (options.toastRefusal) toastFailed('Nothing was changed', messageOf(error))
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
