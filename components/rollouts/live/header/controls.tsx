'use client'

import { CalendarClock, CircleStop, Pause, Play, RotateCw, Undo2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { useShortcut } from '@/lib/client/shortcuts'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { AmendControl } from '../amend/amend-control'
import { pauseCall, resumeCall } from '../commands'
import { useHeader } from '../live-context'
import { useCommand } from '../use-command'
import { AbortSheet } from './abort-sheet'
import { MoreActions } from './more-actions'
import { ResumeDialog } from './resume-dialog'
import { RollbackSheet } from './rollback-sheet'
import { ScheduleDialog } from './schedule-dialog'
import { useAsked } from './use-asked'
import { usePause } from './use-pause'
import { whyNotRollBack } from './why-not-roll-back'

/** What whoever looks may do, with the reason where they may not; the server decides in the end. */
export interface Rights {
  /** Why they may not pause, resume, abort, retry and skip; null = they may. */
  control: string | null
  /** Why they may not override a gate; null = they may. */
  override: string | null
  /** Why they may not answer for broken clusters; null = they may. */
  acknowledge: string | null
  /** Why they may not read the audit; null = they may. */
  audit: string | null
}

/** Pause, resume, abort and roll back; of one that is over, the same once more. Pause is one click, always. */
export function Controls({ rights }: { rights: Rights }) {
  const rollout = useHeader()
  const pausing = usePause(rights)
  const command = useCommand({ toastRefusal: true })
  const paused = rollout.state === 'paused' || rollout.state === 'draft'
  const over = isFinished(rollout.state)
  const may = {
    resume: rollout.state === 'paused' ? rights.control : 'Only a paused rollout can be resumed.',
    schedule: rollout.state === 'draft' ? rights.control : 'It has begun.',
    abort: over ? 'This rollout is over.' : (rights.control ?? abortingReason(rollout)),
    rollback: rights.control ?? whyNotRollBack(rollout),
  }
  const [shown, setDialog] = useAsked(may)

  const resume = () => {
    if (needsWords(rollout)) setDialog('resume')
    else
      void command.run(resumeCall(rollout.id, '', null), () =>
        rollout.state === 'draft' ? 'Started.' : 'Resumed.',
      )
  }
  useShortcut({ keys: '.', description: 'Pause this rollout', section: 'Rollout' }, pausing.pause)

  return (
    <>
      {over ? (
        <LinkButton href={`/rollouts/new?like=${rollout.id}`}>
          <RotateCw size={14} aria-hidden="true" className="max-md:hidden" />
          Launch again…
        </LinkButton>
      ) : paused ? (
        <Button
          variant="primary"
          busy={command.busy}
          disabledReason={rights.control}
          title={`POST ${resumeCall(rollout.id, '', null).path}`}
          onClick={resume}
        >
          <Play size={14} aria-hidden="true" />
          {rollout.state === 'draft' ? (rollout.startAt === null ? 'Start' : 'Start now') : 'Resume'}
          {needsWords(rollout) ? '…' : ''}
        </Button>
      ) : (
        <Button
          variant="primary"
          busy={pausing.busy}
          disabledReason={pausing.refusal}
          title={`POST ${pauseCall(rollout.id).path}`}
          onClick={pausing.pause}
        >
          <Pause size={14} aria-hidden="true" />
          Pause
        </Button>
      )}
      <MoreActions>
        <AmendControl refusal={rights.control} />
        {rollout.state === 'draft' ? (
          <Button disabledReason={rights.control} onClick={() => setDialog('schedule')}>
            <CalendarClock size={14} aria-hidden="true" />
            Schedule…
          </Button>
        ) : null}
        {over ? null : (
          <Button disabledReason={may.abort} onClick={() => setDialog('abort')}>
            <CircleStop size={14} aria-hidden="true" />
            Abort…
          </Button>
        )}
        <Button disabledReason={may.rollback} onClick={() => setDialog('rollback')}>
          <Undo2 size={14} aria-hidden="true" />
          Roll back…
        </Button>
      </MoreActions>
      {shown === 'schedule' ? <ScheduleDialog onClose={() => setDialog(null)} /> : null}
      <ResumeDialog open={shown === 'resume'} onClose={() => setDialog(null)} />
      <AbortSheet open={shown === 'abort'} onClose={() => setDialog(null)} />
      <RollbackSheet open={shown === 'rollback'} onClose={() => setDialog(null)} />
    </>
  )
}

/** A second abort can only add that what is in flight is cancelled as well. */
const abortingReason = ({ state, cancelInFlight }: RolloutDto): string | null =>
  state === 'aborting' && cancelInFlight ? 'It is being aborted already.' : null

/** What stopped by itself is not resumed in passing. */
const needsWords = ({ state, pauseCause }: RolloutDto): boolean =>
  state === 'paused' && pauseCause !== null && pauseCause !== 'manual'
