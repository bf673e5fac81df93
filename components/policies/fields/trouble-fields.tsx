'use client'

import { Ban, ChartLine, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { fieldWords } from '@/lib/core/policy/words'
import { amountOf } from '@/lib/core/policy/written'
import type { JsonObject } from '@/lib/core/shared/json'
import { BudgetFields, newBudget } from './budget-fields'
import { ChoiceField } from './choice-field'
import { AddRow, Part } from './part'
import type { Spot } from './spot'
import { TextField } from './text-field'

const thens = [
  { value: 'skip', label: 'is skipped' },
  { value: 'fail', label: 'counts as failed' },
] as const

/** What happens when clusters fail or cannot be reached, of a phase or of the policy as a whole. */
export function TroubleFields({
  spot,
  of,
  resolved,
  tolerated,
}: {
  /** The phase, or the policy's spec. */
  spot: Spot
  of: 'phase' | 'rollout'
  resolved?: string | undefined
  tolerated?: number | undefined
}) {
  const [budget, unreachable, stop] = [spot.at('failureBudget'), spot.at('unreachable'), spot.at('stop')]
  const add: readonly { place: Spot; label: string; icon: ReactNode; begin: JsonObject }[] = [
    { place: budget, label: 'Failure budget', icon: <Ban size={14} />, begin: newBudget },
    { place: unreachable, label: 'Unreachable clusters', icon: <Unplug size={14} />, begin: { wait: '30m' } },
    {
      place: stop,
      label: 'Statistical stop',
      icon: <ChartLine size={14} />,
      begin: { against: 'notYetUpgraded', falseAlarm: '1%' },
    },
  ]
  return (
    <>
      {budget.value === undefined ? null : (
        <BudgetFields
          spot={budget}
          title={of === 'phase' ? 'Failure budget' : 'Failure budget over all phases'}
          resolved={resolved}
          tolerated={tolerated}
        />
      )}
      {unreachable.value === undefined ? null : (
        <Part
          icon={<Unplug size={14} />}
          title="Unreachable clusters"
          detail={fieldWords('unreachable', unreachable.value)}
          spot={unreachable}
          onRemove={() => unreachable.set(undefined)}
        >
          <div className="grid grid-cols-2 gap-2">
            <TextField spot={unreachable.at('wait')} label="Is waited for" placeholder="30m" />
            <ChoiceField spot={unreachable.at('then')} label="Then it" options={thens} fallback="skip" />
          </div>
        </Part>
      )}
      {stop.value === undefined ? null : (
        <Part
          icon={<ChartLine size={14} />}
          title="Statistical stop"
          detail={fieldWords('stop', stop.value)}
          spot={stop.at('against').problem ? stop.at('against') : stop}
          onRemove={() => stop.set(undefined)}
        >
          <p className="text-xs text-ink-3">
            Pauses as soon as upgraded clusters do worse than those not yet upgraded, long before a budget is
            spent.
          </p>
          <div className="grid grid-cols-1 gap-2 sm:grid-cols-3">
            <TextField
              spot={stop.at('falseAlarm')}
              label="False alarms at most"
              placeholder="1%"
              hint="of rollouts in which nothing is wrong"
              read={amountOf}
            />
            <TextField
              spot={stop.at('baseline')}
              label="Fails anyway"
              placeholder="what earlier rollouts have shown"
              hint="a share of clusters, such as 2%, that is no news"
              read={amountOf}
            />
            {of === 'phase' || stop.at('check').value !== undefined ? (
              <TextField
                spot={stop.at('check')}
                label="Judged by the check"
                placeholder="success of the operation"
                hint="one of the operation's checks; seen on upgraded and waiting clusters"
              />
            ) : null}
          </div>
        </Part>
      )}
      <AddRow
        choices={add
          .filter(({ place }) => place.value === undefined)
          .map(({ place, label, icon, begin }) => ({ label, icon, add: () => place.set(begin) }))}
      />
    </>
  )
}
