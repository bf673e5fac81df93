'use client'

import { Checkbox } from '@/components/ui/checkbox'
import type { Spot } from './spot'

/** A yes or no at a place, as a box to tick; the default is not written. */
export function FlagField({
  spot,
  fallback = false,
  children,
}: {
  spot: Spot
  fallback?: boolean
  children: string
}) {
  return (
    <div>
      <Checkbox
        checked={typeof spot.value === 'boolean' ? spot.value : fallback}
        onChange={(on) => spot.set(on === fallback ? undefined : on)}
      >
        {children}
      </Checkbox>
      {spot.problem ? <p className="text-xs text-danger">{spot.problem}</p> : null}
    </div>
  )
}
