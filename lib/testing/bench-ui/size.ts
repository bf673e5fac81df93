import type { Browser } from '@playwright/test'
import { signedIn } from './browser'
import { until } from './limit'
import { measureLivePage } from './live-page'
import { loadLine, machineLine } from './machine'
import { measureOnPolicy, measureOnRollout } from './measure-interactions'
import { measureRival } from './measure-rival'
import type { Pace } from './pace'
import { part, say } from './parts'
import type { RunningProduct } from './product'
import { goalsTable, interactionsTable, rivalsTable } from './report'
import type { RivalName } from './rivals/document'

const minute = 60_000
const failuresMin = 5
const short = process.env.BENCH_SHORT === '1'
const watchMs = short ? 10_000 : minute
const rivalWatchMs = short ? 5_000 : 15_000

/** Some thirteen changes a cluster: a start, progress every second, an end; one in 70 fails twice, and for good. */
const pace: Pace = { inFlight: 1_050, seconds: { min: 10, max: 14 }, failRate: 0.12, attempts: 2 }
/** As many changes a second for longer: whoever acts must not find the rollout at its end. */
const pacedOut: Pace = { ...pace, seconds: { min: 10, max: 50 } }

/** Measures the page with a fleet of a size, then the interactions, then the rivals, and prints the tables. */
export async function benchSize(product: RunningProduct, size: number): Promise<void> {
  const { api } = product
  await api.addFleet(size, pace)
  say(`\n## ${size} clusters\n\n${await machineLine()}`)

  const figures = await part('the live page', 6 * minute, async (browser) =>
    api.duringRollout(pace, async (rollout) => {
      const context = await signedIn(browser, product)
      return measureLivePage(context, api, rollout, { watchMs, offlineMs: watchMs })
    }),
  )
  if (figures) say(`${goalsTable(figures)}\n${loadLine()}\n`)

  const timed = await part('the interactions', 6 * minute, async (browser) =>
    api.duringRollout(pacedOut, async (rollout) => {
      const context = await signedIn(browser, product)
      const failed = async () => (await api.rollout(rollout)).counts.failed
      await until(2 * minute, 'a few failures to jump between', async () => (await failed()) >= failuresMin)
      return [...(await measureOnRollout(context, rollout)), ...(await measureOnPolicy(context))]
    }),
  )
  if (timed) say(`${interactionsTable(timed)}\n${loadLine()}\n`)

  const rival = (name: RivalName) =>
    part(name, 4 * minute, (browser: Browser) =>
      api.duringRollout(pace, async (rollout) =>
        measureRival(await signedIn(browser, product), api, name, rollout, rivalWatchMs),
      ),
    )
  say(
    rivalsTable(figures, {
      'virtualised table': await rival('table'),
      'vis-timeline': await rival('timeline'),
    }),
  )
}
