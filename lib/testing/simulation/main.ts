/**
 * `npm run simulate -- --seed N` replays one seed and tells what happened; `-- --runs N` plays many. The same
 * seed plays the same on every machine, until the code or the drawing of scenarios changes.
 */
import { parseArgs } from 'node:util'
import { simulate } from './run'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
  },
})

if (values.seed !== undefined) {
  const report = simulate(values.seed)
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = report.violations.length > 0 ? 1 : 0
} else {
  const from = Number(values.from)
  let failed = 0
  for (let seed = from; seed < from + Number(values.runs); seed++) {
    const { violations } = simulate(String(seed))
    if (violations.length === 0) continue
    failed += 1
    process.stdout.write(`seed ${seed}: ${violations[0]}\n  replay: npm run simulate -- --seed ${seed}\n`)
  }
  process.stdout.write(`${values.runs} scenarios, ${failed} failed\n`)
  process.exitCode = failed > 0 ? 1 : 0
}
