import { formatCount } from '@/lib/client/format'
import type { MapLayout } from './map-layout'
import { mapMargin } from './use-map-canvas'

/** Names of groups and blocks, as text over the canvas; the table says the same to screen readers. */
export function MapLabels({ layout }: { layout: MapLayout }) {
  return (
    <div aria-hidden="true" className="absolute" style={{ top: mapMargin, left: mapMargin }}>
      {layout.headings.map(({ group, title, size, x, y, width }) => (
        <p
          key={group}
          className="absolute flex items-baseline gap-2 text-sm font-medium whitespace-nowrap"
          style={{ top: y + 2, left: x, maxWidth: width }}
        >
          {layout.by === 'phase' ? <span className="text-ink-3 tabular-nums">{group + 1}</span> : null}
          <span className="truncate">{title}</span>
          <span className="text-xs font-normal text-ink-3 tabular-nums">{formatCount(size)}</span>
        </p>
      ))}
      {layout.blocks
        .filter(({ label }) => label !== '')
        .map(({ group, label, x, y, columns }) => (
          <p
            key={`${group}:${x}:${y}`}
            className="absolute truncate text-2xs text-ink-3"
            style={{ top: y - 17, left: x, width: Math.max(80, columns * layout.pitch - 4) }}
          >
            {label}
          </p>
        ))}
    </div>
  )
}
