/**
 * `npm run bench`: what the engine costs, measured on a fresh Postgres with production settings and with real worker
 * processes. Names choose parts (`npm run bench -- idle polling`); numbers choose the sizes of the work
 * W(N, 3, 100) (`npm run bench -- 100 1000 50000`). See docs/performance.md.
 */
import { benchCapacity } from './capacity'
import { benchIdle, benchPolling } from './idle'
import { benchMany } from './many'
import { benchOrder } from './order'
import { benchPause } from './pause'
import { benchPlanning } from './planning'
import { benchProperties } from './properties'
import { benchStop } from './stop'
import { benchStopOnCheck } from './stop-on-check'
import { benchViewers } from './viewers'
import { benchWork } from './work'
import { benchWorkers } from './workers'

const parts: Readonly<Record<string, () => Promise<void>>> = {
  work: () => benchWork([1_000, 10_000]),
  idle: benchIdle,
  polling: benchPolling,
  many: benchMany,
  workers: benchWorkers,
  viewers: benchViewers,
  pause: benchPause,
  capacity: benchCapacity,
  planning: async () => benchPlanning(),
  order: async () => benchOrder(),
  stop: async () => {
    benchStop()
    benchStopOnCheck()
  },
  properties: async () => benchProperties(),
}

const asked = process.argv.slice(2)
const sizes = asked.map(Number).filter((n) => n > 0)
const names = asked.filter((name) => Number.isNaN(Number(name)))
const unknown = names.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.\n`,
  )
  process.exit(2)
}
if (sizes.length > 0) await benchWork(sizes)
for (const name of names.length + sizes.length > 0 ? names : Object.keys(parts)) await parts[name]?.()
process.exit(0)
