'use client'

import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { formatNoun } from '@/lib/client/format'
import type { GroupKey } from './grouping'

const labels: Record<GroupKey, string> = {
  phase: 'Phase',
  provider: 'Provider',
  region: 'Region',
  version: 'Version',
  tier: 'Tier',
  state: 'State',
}
const options = (Object.keys(labels) as GroupKey[]).map((value) => ({ value, label: labels[value] }))

/** Chooses by what clusters are drawn together. */
export function GroupSwitch({
  value,
  onChange,
  moved,
  onRenew,
}: {
  value: GroupKey
  onChange: (by: GroupKey) => void
  /** Clusters that are drawn under a state which they have left. */
  moved: number
  onRenew: () => void
}) {
  return (
    <span className="flex items-center gap-2">
      {moved > 0 ? (
        <Button size="sm" onClick={onRenew}>
          {formatNoun(moved, 'cluster')} moved: regroup
        </Button>
      ) : null}
      <span className="max-lg:hidden">
        <Segmented label="Group by" segments={options} value={value} onChange={onChange} />
      </span>
      <span className="flex w-32 lg:hidden">
        <Select label="Group by" size="sm" options={options} value={value} onChange={onChange} />
      </span>
    </span>
  )
}
