'use client'

import { Button } from '@/components/ui/button'
import { instantOf, MomentFields, momentProblem, useMoment } from '@/components/ui/moment-fields'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Time } from '@/components/ui/time'
import { useNow } from '@/lib/client/now'
import { useAct } from '@/lib/client/use-act'
import type { RolloutAckDto } from '@/lib/rollouts/dto'
import { scheduleCall, send } from '../commands'
import { useHeader } from '../live-context'

/** Sets when a draft starts by itself, sets it anew, or calls it off. */
export function ScheduleDialog({ onClose }: { onClose: () => void }) {
  const { id, startAt } = useHeader()
  const [moment, change] = useMoment()
  const now = useNow(5_000)
  const at = instantOf(moment)
  const schedule = useAct({
    run: ({ startAt, reason }: { startAt: string | null; reason: string }) =>
      send<RolloutAckDto>(scheduleCall(id, startAt, reason)),
    done: ({ startAt }) =>
      startAt === null ? 'It does not start by itself any more.' : 'It starts by itself at that moment.',
    refused: 'Not scheduled',
    changes: [],
    quiet: true,
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={startAt === null ? 'Start it by itself?' : 'Start it at another moment?'}
      description="Until then it is a draft: it can be started by hand, set anew, called off or aborted. Gates, windows and freezes are asked at its start as ever."
      label="Reason"
      hint="For the audit."
      required={false}
      verb="Schedule"
      call={`POST ${scheduleCall(id, null, '').path} {"startAt": ${at === null ? '"…"' : `"${at}"`}}`}
      missing={momentProblem(moment, now)}
      busy={schedule.isPending}
      error={schedule.error}
      onSubmit={(reason) => schedule.mutate({ startAt: at, reason })}
      onClose={onClose}
    >
      {startAt === null ? null : (
        <p className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <span>
            Now it starts <Time at={startAt} format="absolute" seconds={false} />
          </span>
          <Button
            size="sm"
            busy={schedule.isPending}
            onClick={() => schedule.mutate({ startAt: null, reason: '' })}
          >
            Call it off
          </Button>
        </p>
      )}
      <MomentFields label="Starts" moment={moment} onChange={change} />
    </ReasonDialog>
  )
}
