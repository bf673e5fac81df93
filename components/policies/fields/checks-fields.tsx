'use client'

import { HeartPulse, ShieldAlert } from 'lucide-react'
import { checkWords } from '@/lib/core/policy/words'
import { itemsIn } from '@/lib/core/policy/written'
import { CheckFields, newCheck } from './check-fields'
import { AddRow, Part } from './part'
import type { Spot } from './spot'

const looks = {
  gate: { title: 'Check', add: 'Check', icon: <HeartPulse size={14} />, name: 'health' },
  guard: { title: 'Guard', add: 'Guard', icon: <ShieldAlert size={14} />, name: 'error-rate' },
} as const

/** A list of checks: those after a phase, or the guards that look all the time. */
export function ChecksFields({ spot, of }: { spot: Spot; of: 'gate' | 'guard' }) {
  const checks = itemsIn(spot.value)
  const { title, add, icon, name } = looks[of]
  return (
    <>
      {checks.map((check, k) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: checks have no identity but their place.
          key={k}
          icon={icon}
          title={title}
          detail={checkWords(check)}
          spot={spot.at(k)}
          onRemove={() => spot.at(k).set(undefined)}
        >
          <CheckFields spot={spot.at(k)} of={of} />
        </Part>
      ))}
      <AddRow choices={[{ label: add, icon, add: () => spot.at(checks.length).set(newCheck(name)) }]} />
    </>
  )
}
