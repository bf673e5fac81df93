'use client'

import { useId, useMemo } from 'react'
import { formatCount } from '@/lib/client/format'
import { layOutPhases } from '@/lib/core/policy/graph'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { LaneFacts } from '../builder/lane-facts'

const box = { width: 168, height: 52, gapX: 24, gapY: 36, margin: 12 } as const

/**
 * The order of the phases as a drawing, laid out by itself: time goes down, what starts together stands side by
 * side. Nothing can be moved in it, so nothing drifts; a press opens the phase in the lane.
 */
export function GraphTab({
  phases,
  facts,
  onOpen,
}: {
  phases: readonly LanePhase[]
  facts: LaneFacts | null
  onOpen: (index: number) => void
}) {
  const arrow = useId()
  const graph = useMemo(
    () =>
      layOutPhases(
        phases.map(({ id }) => id),
        phases.map(({ after }) => after),
      ),
    [phases],
  )
  if (!graph) {
    return (
      <p className="text-sm text-ink-2">
        The phases wait for each other in a circle; there is no order to draw.
      </p>
    )
  }
  const perLayer = new Map<number, number>()
  for (const { layer, row } of graph.nodes) perLayer.set(layer, Math.max(perLayer.get(layer) ?? 0, row + 1))
  const width = graph.rows * (box.width + box.gapX) - box.gapX + 2 * box.margin
  const height = graph.layers * (box.height + box.gapY) - box.gapY + 2 * box.margin
  const at = (index: number) => {
    const { layer, row } = graph.nodes[index] as { layer: number; row: number }
    const rows = perLayer.get(layer) ?? 1
    const used = rows * (box.width + box.gapX) - box.gapX
    return {
      x: (width - used) / 2 + row * (box.width + box.gapX),
      y: box.margin + layer * (box.height + box.gapY),
    }
  }
  return (
    <section
      aria-label="Order of the phases"
      className="overflow-auto rounded-lg border border-line bg-sunken"
    >
      <div className="relative mx-auto" style={{ width, height }}>
        <svg aria-hidden="true" width={width} height={height} className="absolute inset-0 text-control">
          <defs>
            <marker
              id={arrow}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" fill="currentColor" />
            </marker>
          </defs>
          {graph.edges.map(([from, to]) => (
            <path
              key={`${from}-${to}`}
              d={edgePath(at(from), at(to))}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.25"
              markerEnd={`url(#${arrow})`}
            />
          ))}
        </svg>
        <ol>
          {phases.map((phase) => {
            const place = at(phase.index)
            const taken = facts?.phases[phase.index]?.taken
            return (
              <li
                key={phase.index}
                className="absolute"
                style={{ left: place.x, top: place.y, width: box.width, height: box.height }}
              >
                <button
                  type="button"
                  title={phase.title}
                  onClick={() => onOpen(phase.index)}
                  className="flex h-full w-full min-w-0 flex-col justify-center rounded-lg border border-line-strong bg-surface px-3 text-left hover:bg-hover"
                >
                  <span className="truncate text-sm font-medium">{phase.title}</span>
                  <span className="truncate text-xs text-ink-3 tabular-nums">
                    {taken === undefined ? phase.id : `${formatCount(taken)} clusters`}
                  </span>
                </button>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}

interface Point {
  readonly x: number
  readonly y: number
}

/** From the middle of the lower edge to the middle of the upper edge, upright at both ends. */
function edgePath(from: Point, to: Point): string {
  const [x1, y1] = [from.x + box.width / 2, from.y + box.height]
  const [x2, y2] = [to.x + box.width / 2, to.y - 2]
  const bend = (y2 - y1) / 2
  return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
}
