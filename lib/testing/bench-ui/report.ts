import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Timed } from './interaction'
import type { LiveFigures } from './live-page'
import type { RivalFigures } from './measure-rival'

/** Prints a table of Markdown. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map((_, n) => (n === 0 ? '---' : '---:')), ...rows]
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}

const ms = (value: number) => `${Math.round(value)} ms`
const long = (tasks: readonly number[]) =>
  tasks.length === 0 ? '0' : `${tasks.length}, longest ${ms(Math.max(...tasks))}`
const missed = (ok: boolean) => (ok ? '' : ', **not reached**')

/** What bounds every figure that follows. */
export function machineLine(browserVersion: string): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const load = loadavg()[0]?.toFixed(1)
  return (
    `${availableParallelism()} cores (${model}) for Postgres, worker, web server and browser together; ` +
    `Node ${process.versions.node}, headless Chromium ${browserVersion}, 1440 × 900, software rendering; load average ${load}.\n`
  )
}

/** The goals of the live page with what was measured; as nothing is drawn by a GPU, the goal of a frame is 33 ms. */
export function goalsTable(figures: LiveFigures): string {
  const rows: [what: string, goal: string, now: string, ok: boolean][] = [
    [
      'map visible and usable after navigation',
      '≤ 1.5 s',
      `${ms(figures.visibleMs)} (worst of five ${ms(figures.visibleWorstMs)}, empty cache ${ms(figures.firstVisibleMs)})`,
      figures.visibleMs <= 1_500,
    ],
    [
      `frame time p95 at ${Math.round(figures.changesPerSecond)} changes/s`,
      '≤ 33 ms',
      `${figures.frameP95.toFixed(1)} ms`,
      // Two frames of a screen of 60 Hz are 33.3.
      figures.frameP95 <= 33.4,
    ],
    [
      `tasks over 50 ms in ${figures.watchMs / 1_000} s`,
      '0',
      long(figures.longTasks),
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
      '≤ 60 MB, none',
      `${figures.heapMb.toFixed(1)} MB, ${figures.heapGrowthMb.toFixed(1)} MB`,
      figures.heapMb <= 60,
    ],
    ['elements in the document', '≤ 2,500', String(figures.nodes), figures.nodes <= 2_500],
    [
      `drift after ${figures.offlineMs / 1_000} s without network`,
      '0, within 1 s',
      `${figures.drift}, after ${ms(figures.catchUpMs)}`,
      figures.drift === 0 && figures.catchUpMs <= 1_000,
    ],
  ]
  return table(
    ['measured', 'goal', 'now'],
    rows.map(([what, goal, now, ok]) => [what, goal, now + missed(ok)]),
  )
}

export const interactionsTable = (interactions: readonly Timed[]): string =>
  table(
    ['interaction, input to frame', 'p50', 'p95'],
    interactions.map(({ name, p50, p95 }) => [name, ms(p50), ms(p95)]),
  )

/** The console beside its rivals; a rival that is a text did not get so far, and the text says why. */
export function rivalsTable(
  own: LiveFigures,
  rivals: Readonly<Record<string, RivalFigures | string>>,
): string {
  const row = (name: string, one: Omit<RivalFigures, 'name'> | string) =>
    typeof one === 'string'
      ? [name, one, '', '', '', '', '']
      : [
          name,
          ms(one.visibleMs),
          `${one.frameP95.toFixed(1)} ms`,
          long(one.longTasks),
          one.bytesPerChange.toFixed(1),
          `${one.heapMb.toFixed(1)} MB`,
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
