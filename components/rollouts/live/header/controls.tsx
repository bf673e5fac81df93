'use client'

import { CalendarClock, CircleStop, Pause, Play, RotateCw, Undo2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { formatCount } from '@/lib/client/format'
import { useShortcut } from '@/lib/client/shortcuts'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { AmendControl } from '../amend/amend-control'
import { pauseCall, resumeCall } from '../commands'
import { useHeader } from '../live-context'
import { inFlightCount } from '../tally'
import { useCommand } from '../use-command'
import { useTallies } from '../use-tallies'
import { AbortSheet } from './abort-sheet'
import { MoreActions } from './more-actions'
import { ResumeDialog } from './resume-dialog'
import { RollbackSheet } from './rollback-sheet'
import { ScheduleDialog } from './schedule-dialog'
import { useAsked } from './use-asked'
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
  const { all } = useTallies()
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

  const pause = () => {
    if (whyNotPause(rollout) !== null || rights.control !== null) return
    const inFlight = inFlightCount(all)
    void command.run(pauseCall(rollout.id), () =>
      inFlight === 0
        ? 'Paused; nothing is in flight.'
        : `Paused; ${formatCount(inFlight)} in flight will finish.`,
    )
  }
  const resume = () => {
    if (needsWords(rollout)) setDialog('resume')
    else
      void command.run(resumeCall(rollout.id, '', null), () =>
        rollout.state === 'draft' ? 'Started.' : 'Resumed.',
      )
  }
  useShortcut({ keys: '.', description: 'Pause this rollout', section: 'Rollout' }, pause)

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
          busy={command.busy}
          disabledReason={rights.control ?? whyNotPause(rollout)}
          title={`POST ${pauseCall(rollout.id).path}`}
          onClick={pause}
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

function whyNotPause({ state }: RolloutDto): string | null {
  if (state === 'running' || state === 'rolling_back') return null
  return isFinished(state) ? 'This rollout is over.' : 'Only a running rollout can be paused.'
}

/** A second abort can only add that what is in flight is cancelled as well. */
const abortingReason = ({ state, cancelInFlight }: RolloutDto): string | null =>
  state === 'aborting' && cancelInFlight ? 'It is being aborted already.' : null

/** What stopped by itself is not resumed in passing. */
const needsWords = ({ state, pauseCause }: RolloutDto): boolean =>
  state === 'paused' && pauseCause !== null && pauseCause !== 'manual'
