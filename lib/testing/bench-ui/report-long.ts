import { growthPerHour, type Sample } from './growth'
import { goals, mb, table, tasks } from './markdown'

export interface LongFigures {
  /** MB in use after a collection. */
  readonly samples: readonly Sample[]
  readonly frameP95: number
  readonly longTasks: readonly number[]
  readonly changesPerSecond: number
  readonly nodes: number
}

/** The first samples still hold what a page fills once: code that is compiled, rows that are drawn first. */
const warmUpMinutes = 1

/** Prints how memory went, and what that makes of an hour. */
export function longTable({ samples, frameP95, longTasks, changesPerSecond, nodes }: LongFigures): string {
  const settled = samples.filter(({ minute }) => minute >= warmUpMinutes)
  const last = samples.at(-1) ?? { minute: 0, value: 0 }
  const { perHour, plusMinus } = growthPerHour(settled)
  const hour = last.value + (perHour * (60 - last.minute)) / 60
  const minutes = new Set(samples.map(({ minute }) => Math.floor(minute)))
  const course = [...minutes].map((at) => samples.find(({ minute }) => Math.floor(minute) === at) ?? last)
  return [
    table(
      ['minute', ...course.map(({ minute }) => minute.toFixed(0))],
      [['heap', ...course.map(({ value }) => mb(value))]],
    ),
    goals(
      [`measured at ${Math.round(changesPerSecond)} changes/s`, 'goal', 'now'],
      [
        [`heap after ${last.minute.toFixed(0)} minutes`, '≤ 60 MB', mb(last.value), last.value <= 60],
        [
          'growth, by the line that fits best',
          'none',
          `${perHour.toFixed(1)} ± ${plusMinus.toFixed(1)} MB an hour`,
          perHour <= plusMinus,
        ],
        ['heap after an hour, if it goes on like that', '≤ 60 MB', mb(hour), hour <= 60],
        ['frame time p95', '≤ 33 ms', `${frameP95.toFixed(1)} ms`, frameP95 <= 33.4],
        ['tasks over 50 ms', '0', tasks(longTasks), longTasks.length === 0],
        ['elements in the document', '≤ 2,500', String(nodes), nodes <= 2_500],
      ],
    ),
  ].join('\n')
}
