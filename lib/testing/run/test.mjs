// `npm test`: every test, on a machine with nothing but Node and npm. Ends with one line that sums all up.
import { mkdirSync, rmSync } from 'node:fs'
import { totalmem } from 'node:os'
import { ensureInstalled } from '../../start/install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
const { build, generateClient } = await import('../../start/build.ts')
const { provideBrowser } = await import('./browser.mjs')
const { playwrightCounts, summary, vitestCounts } = await import('./counts.mjs')
const { failureText, playwrightFailures, vitestFailures } = await import('./failures.mjs')
const { provideKafkaTools } = await import('./java.mjs')
const { providePrometheus } = await import('./prometheus.mjs')
const { runBeside, runQuietly, runTool } = await import('./steps.mjs')

const reports = '.artifacts/reports'
const playwright = 'node_modules/@playwright/test/cli.js'
const tsx = 'node_modules/tsx/dist/cli.mjs'
const vitest = 'node_modules/vitest/vitest.mjs'

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const results = []
const notes = []
const failures = []

await generateClient()
// One after the other: a package can be installed by one at a time.
const noPrometheus = await providePrometheus()
const noBrowser = await provideBrowser()
const noKafka = noBrowser ?? (await provideKafkaTools())

// Half of what the tests with a database do is to wait, and so it is with brokers that come and go: on two cores the one
// fills what the other leaves. All three at once, the console too, had a load of 17.
const building = builds()
const lanes = [
  async () => [await runVitest(), ...((await building) ? [await runChaos()] : [])],
  async () => ((await building) ? [await runKafka()] : []),
]
results.push(...(await runLanes(lanes)))
if (await building) results.push(await runConsole(), await runStart())
else results.push({ passed: 0, failed: 1, skipped: 0 })

if (failures.length > 0) process.stdout.write(`\n${failureText(failures)}\n`)
for (const note of notes) process.stdout.write(`${note}\n`)
process.stdout.write(`${summary(results)}\n`)
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0

/** Runs lanes beside each other where there is room for the nine brokers, a Postgres, a browser and all. */
async function runLanes(lanes) {
  if (totalmem() >= 8 * 2 ** 30) return (await Promise.all(lanes.map((lane) => lane()))).flat()
  return [...(await lanes[0]()), ...(await lanes[1]())]
}

/** Builds once for all browser tests; a build that fails counts as a failed test. */
async function builds() {
  try {
    await build()
    return true
  } catch (error) {
    notes.push(`The browser tests did not run: ${error.message}`)
    return false
  }
}

async function runVitest() {
  const report = `${reports}/vitest.json`
  const projects = ['unit', 'db', ...(noPrometheus ? [] : ['prometheus'])].map((name) => `--project=${name}`)
  const argv = ['run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const result = vitestCounts(report, await runBeside('vitest', vitest, argv))
  failures.push(...vitestFailures(report))
  if (!noPrometheus) return result
  notes.push(`The tests on a real Prometheus did not run. ${noPrometheus}`)
  const { output } = await runQuietly(process.execPath, [vitest, 'list', '--project=prometheus'])
  return {
    ...result,
    skipped: result.skipped + output.split('\n').filter((line) => line.includes(' > ')).length,
  }
}

/** One round, which counts as one test; always the same faults, `npm run chaos` without a seed draws others. */
async function runChaos() {
  const code = await runBeside('chaos', tsx, ['lib/testing/chaos/main.ts', '--seed', '1', '--minutes', '0'])
  if (code !== 0) notes.push('The chaos round failed: `npm run chaos -- --seed 1 --minutes 0` runs it alone.')
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** Two products, a worker for each: while the one waits for a rollout, the other works. */
function runConsole() {
  if (!noBrowser) return runPlaywright('console', runTool, { E2E_PRODUCTS: '2' })
  notes.push(`The browser tests did not run. ${noBrowser}`)
  return skipped('console')
}

/** Alone: how soon the product stops is measured by the clock. */
function runStart() {
  return noBrowser ? skipped('start') : runPlaywright('start', runTool, { E2E_PRODUCTS: '0' })
}

function runKafka() {
  if (!noKafka) return runPlaywright('kafka', (...args) => runBeside('kafka', ...args))
  if (!noBrowser) notes.push(`The tests on real Kafka clusters did not run: the lab ${noKafka}.`)
  return skipped('kafka')
}

async function runPlaywright(project, run, env = {}) {
  const report = `${reports}/playwright-${project}.json`
  // A folder for each, so that the second run does not sweep away what the first has left to look at.
  const argv = [
    'test',
    `--project=${project}`,
    '--reporter=list,json',
    `--output=.artifacts/playwright/${project}`,
  ]
  const code = await run(playwright, argv, { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  failures.push(...playwrightFailures(report))
  return playwrightCounts(report, code)
}

async function skipped(project) {
  const argv = [playwright, 'test', `--project=${project}`, '--list']
  const { output } = await runQuietly(process.execPath, argv)
  return { passed: 0, failed: 0, skipped: Number(/Total: (\d+) test/.exec(output)?.[1] ?? 0) }
}
