/**
 * `npm run bench:ui`: the live page in a real Chromium against the whole product, with a rollout of 10,000 clusters
 * that the engine carries with its simulator at about a thousand changes a second. Beside it, in the same run, what
 * people would otherwise use. Give sizes as arguments for others (`npm run bench:ui -- 50000`); BENCH_SHORT=1 watches
 * for 10 s instead of 60 s. See docs/performance.md.
 */
import type { Browser } from '@playwright/test'
import { signedIn, startBrowser } from './browser'
import { within } from './limit'
import { measureLivePage } from './live-page'
import { measureOnPolicy, measureOnRollout } from './measure-interactions'
import { measureRival } from './measure-rival'
import type { Pace } from './pace'
import { type RunningProduct, startProduct } from './product'
import { goalsTable, interactionsTable, machineLine, rivalsTable } from './report'

/** Some thirteen changes a cluster: a start, progress every second, an end; one in 70 fails twice, and for good. */
const pace: Pace = { inFlight: 1_050, seconds: { min: 10, max: 14 }, failRate: 0.12, attempts: 2 }
const short = process.env.BENCH_SHORT === '1'
const watchMs = short ? 10_000 : 60_000
const rivalWatchMs = short ? 5_000 : 15_000

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0)
const runMaxMs = 480_000

const say = (text: string) => process.stdout.write(`${text}\n`)

async function run(size: number, product: RunningProduct, browser: Browser): Promise<void> {
  const { api } = product
  const context = await signedIn(browser, product)
  await api.addFleet(size, pace)
  say(`\n## ${size} clusters\n\n${machineLine(browser.version())}`)

  const watched = await api.launchToSpeed(pace)
  const figures = await measureLivePage(context, api, watched, { watchMs, offlineMs: watchMs })
  await api.command(watched, 'abort')
  say(goalsTable(figures))

  const acted = await api.launchToSpeed(pace)
  const timed = await measureOnRollout(context, acted)
  await api.command(acted, 'abort')
  say(interactionsTable([...timed, ...(await measureOnPolicy(context))]))
  await context.close()
  say(rivalsTable(figures, await rivals(product, browser)))
}

/** The rivals, one after the other, each in a browser's profile of its own. */
async function rivals(product: RunningProduct, browser: Browser) {
  const { api } = product
  const rollout = await api.launchToSpeed(pace)
  const measure = async (name: 'table' | 'timeline') =>
    measureRival(await signedIn(browser, product), api, name, rollout, rivalWatchMs)
  const figures = { 'virtualised table': await measure('table'), 'vis-timeline': await measure('timeline') }
  await api.command(rollout, 'abort')
  return figures
}

const product = await startProduct()
const browser = await startBrowser()
try {
  for (const size of sizes.length > 0 ? sizes : [10_000])
    await within(runMaxMs, `the run with ${size} clusters`, run(size, product, browser))
} finally {
  await within(20_000, 'closing the browser', browser.close()).catch(() => {})
  await product.stop()
}
process.exit(0)
