// `npm test`: every test, on a machine with nothing but Node and npm. Ends with one line that sums all up.
import { mkdirSync, rmSync } from 'node:fs'
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
const { runQuietly, runTool } = await import('./steps.mjs')

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
results.push(await runVitest())
if (await builds()) results.push(await runChaos(), ...(await runBrowserTests()))
else results.push({ passed: 0, failed: 1, skipped: 0 })

if (failures.length > 0) process.stdout.write(`\n${failureText(failures)}\n`)
for (const note of notes) process.stdout.write(`${note}\n`)
process.stdout.write(`${summary(results)}\n`)
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0

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
  const noPrometheus = await providePrometheus()
  const projects = ['unit', 'db', ...(noPrometheus ? [] : ['prometheus'])].map((name) => `--project=${name}`)
  const argv = ['run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const result = vitestCounts(report, await runTool(vitest, argv))
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
  const code = await runTool(tsx, ['lib/testing/chaos/main.ts', '--seed', '1', '--minutes', '0'])
  if (code !== 0) notes.push('The chaos round failed: `npm run chaos -- --seed 1 --minutes 0` runs it alone.')
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

async function runBrowserTests() {
  const noBrowser = await provideBrowser()
  if (noBrowser) {
    notes.push(`The browser tests did not run. ${noBrowser}`)
    return [await skipped('console'), await skipped('kafka')]
  }
  const noKafka = await provideKafkaTools()
  // One after the other: beside each other, two browsers and nine brokers had a load of 17 on two cores.
  if (!noKafka) return [await runPlaywright('console'), await runPlaywright('kafka')]
  notes.push(`The tests on real Kafka clusters did not run: the lab ${noKafka}.`)
  return [await runPlaywright('console'), await skipped('kafka')]
}

async function runPlaywright(project) {
  const report = `${reports}/playwright-${project}.json`
  // A folder for each, so that the second run does not sweep away what the first has left to look at.
  const argv = [
    'test',
    `--project=${project}`,
    '--reporter=list,json',
    `--output=.artifacts/playwright/${project}`,
  ]
  const code = await runTool(playwright, argv, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  failures.push(...playwrightFailures(report))
  return playwrightCounts(report, code)
}

async function skipped(project) {
  const argv = [playwright, 'test', `--project=${project}`, '--list']
  const { output } = await runQuietly(process.execPath, argv)
  return { passed: 0, failed: 0, skipped: Number(/Total: (\d+) test/.exec(output)?.[1] ?? 0) }
}
