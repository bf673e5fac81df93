import type { Timed } from './interaction'
import type { LiveFigures } from './live-page'
import { goals, mb, ms, table, tasks } from './markdown'
import type { RivalFigures } from './measure-rival'

/** The goals of the live page with what was measured; as nothing is drawn by a GPU, the goal of a frame is 33 ms. */
export function goalsTable(figures: LiveFigures): string {
  const perSecond = Math.round(figures.changesPerSecond)
  return goals(
    [`measured at ${perSecond} changes/s`, 'goal', 'now'],
    [
      [
        'map visible and usable after navigation',
        '≤ 1.5 s',
        `${ms(figures.visibleMs)} (worst of five ${ms(figures.visibleWorstMs)}, empty cache ${ms(figures.firstVisibleMs)})`,
        figures.visibleMs <= 1_500,
      ],
      // Two frames of a screen of 60 Hz are 33.3.
      ['frame time p95', '≤ 33 ms', `${figures.frameP95.toFixed(1)} ms`, figures.frameP95 <= 33.4],
      [
        `tasks over 50 ms in ${figures.watchMs / 1_000} s`,
        '0',
        tasks(figures.longTasks),
        figures.longTasks.length === 0,
      ],
      [
        'decision in the engine to pixel, p95',
        '≤ 500 ms',
        `${ms(figures.pixelP95)} (p50 ${ms(figures.pixelP50)})`,
        figures.pixelP95 <= 500,
      ],
      ['bytes per change on the wire', '≤ 4', figures.bytesPerChange.toFixed(2), figures.bytesPerChange <= 4],
      [
        'heap, and its growth in that time',
        '≤ 60 MB',
        `${mb(figures.heapMb)}, ${mb(figures.heapGrowthMb)}`,
        figures.heapMb <= 60,
      ],
      ['elements in the document', '≤ 2,500', String(figures.nodes), figures.nodes <= 2_500],
      [
        `drift after ${figures.offlineMs / 1_000} s without network`,
        '0, within 1 s',
        `${figures.drift}, after ${ms(figures.catchUpMs)}`,
        figures.drift === 0 && figures.catchUpMs <= 1_000,
      ],
    ],
  )
}

/** Sooner than this nobody notices that there was anything to wait for. */
const instantMs = 100

/** Prints the interactions beside the goal for each of them. */
export const interactionsTable = (interactions: readonly Timed[]): string =>
  goals(
    ['interaction, from input to frame', 'p95 ≤', 'p95 (p50)'],
    interactions.map(({ name, p50, p95 }) => [
      name,
      ms(instantMs),
      `${ms(p95)} (${ms(p50)})`,
      p95 <= instantMs,
    ]),
  )

/** The console beside its rivals; of one that did not get so far a text says why, null = the part failed. */
export function rivalsTable(
  own: LiveFigures | null,
  rivals: Readonly<Record<string, RivalFigures | string | null>>,
): string {
  const row = (name: string, one: Omit<RivalFigures, 'name'> | string | null) =>
    one === null || typeof one === 'string'
      ? [name, one ?? 'not measured', '', '', '', '', '']
      : [
          name,
          ms(one.visibleMs),
          `${one.frameP95.toFixed(1)} ms`,
          tasks(one.longTasks),
          one.bytesPerChange.toFixed(1),
          mb(one.heapMb),
          String(one.nodes),
        ]
  const heads = [
    'the same fleet in',
    'visible',
    'frame p95',
    'tasks over 50 ms',
    'bytes per change',
    'heap',
    'elements',
  ]
  return table(heads, [
    row('this console', own),
    ...Object.entries(rivals).map(([name, one]) => row(name, one)),
  ])
}
