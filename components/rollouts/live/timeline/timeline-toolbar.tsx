'use client'

import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { GroupSwitch } from '../group-switch'
import type { GroupKey } from '../grouping'
import { MapLegend } from '../map/map-legend'

/** What one does to the timeline as a whole. */
export function TimelineToolbar({
  by,
  moved,
  zoomed,
  over,
  onGroup,
  onRenew,
  onAll,
  onZoom,
}: {
  by: GroupKey
  moved: number
  zoomed: boolean
  /** The rollout is over: there is no present to follow. */
  over: boolean
  onGroup: (by: GroupKey) => void
  onRenew: () => void
  onAll: () => void
  onZoom: (factor: number) => void
}) {
  return (
    <Toolbar label="Timeline">
      <MapLegend besideFilter />
      <ToolbarSpace />
      <GroupSwitch value={by} onChange={onGroup} moved={moved} onRenew={onRenew} />
      {zoomed ? (
        <Button size="sm" onClick={onAll}>
          <Maximize2 size={12} aria-hidden="true" />
          Show all{over ? '' : ', follow'}
        </Button>
      ) : null}
      <IconButton label="Zoom out" size="sm" onClick={() => onZoom(1.6)}>
        <ZoomOut size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Zoom in" size="sm" onClick={() => onZoom(0.6)}>
        <ZoomIn size={14} aria-hidden="true" />
      </IconButton>
    </Toolbar>
  )
}
