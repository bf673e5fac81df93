import type { Browser } from '@playwright/test'
import { quantile } from '../bench/statistics'
import { live, meteredPage, signedIn } from './browser'
import type { Sample } from './growth'
import { machineLine } from './machine'
import { domNodes, heapBytes, watch } from './meters'
import type { Pace } from './pace'
import { part, say } from './parts'
import type { RunningProduct } from './product'
import { type LongFigures, longTable } from './report-long'

const clusters = 10_000
const inFlight = 1_050
const sliceMs = 20_000

/** Attempts so long that the rollout outlasts the watch by a third; every second each says how far it is. */
function paceFor(minutes: number): Pace {
  const mean = (1.33 * minutes * 60 * inFlight) / clusters
  return { inFlight, seconds: { min: 0.8 * mean, max: 1.2 * mean }, failRate: 0.12, attempts: 2 }
}

/** Watches the map of a rollout for some minutes, and prints how its memory went. */
export async function benchLong(product: RunningProduct, minutes: number): Promise<void> {
  const pace = paceFor(minutes)
  await product.api.addFleet(clusters, pace)
  say(`\n## ${clusters} clusters for ${minutes} minutes\n\n${await machineLine()}`)
  const figures = await part('the long watch', (1.5 * minutes + 4) * 60_000, (browser) =>
    product.api.duringRollout(pace, (rollout) => watchLong(product, browser, rollout, minutes)),
  )
  if (figures) say(longTable(figures))
}

async function watchLong(
  product: RunningProduct,
  browser: Browser,
  rollout: string,
  minutes: number,
): Promise<LongFigures> {
  const context = await signedIn(browser, product)
  const page = await meteredPage(context)
  const cdp = await context.newCDPSession(page)
  await page.goto(`/rollouts/${rollout}?tab=map`)
  await live(page)
  await page.waitForTimeout(3_000)
  const began = Date.now()
  const seqBefore = await product.api.lastSeq(rollout)
  const samples: Sample[] = []
  const frames: number[] = []
  const longTasks: number[] = []
  while (Date.now() - began < minutes * 60_000) {
    // What a collection costs is not the page's doing: nothing is watched meanwhile.
    const bytes = await heapBytes(cdp)
    samples.push({ minute: (Date.now() - began) / 60_000, value: bytes / 2 ** 20 })
    const watched = await watch(page, sliceMs)
    frames.push(...watched.frames)
    longTasks.push(...watched.longTasks)
  }
  const changes = (await product.api.lastSeq(rollout)) - seqBefore
  return {
    samples,
    frameP95: quantile(frames, 0.95),
    longTasks,
    changesPerSecond: changes / ((Date.now() - began) / 1_000),
    nodes: await domNodes(page),
  }
}
