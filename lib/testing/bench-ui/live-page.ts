import type { BrowserContext, Page } from '@playwright/test'
import { median, quantile } from '../bench/statistics'
import { live, meteredPage } from './browser'
import { eventsWhile, latencies } from './latency'
import { domNodes, heapBytes, watch } from './meters'
import { goOffline } from './offline'
import type { ProductApi } from './product-api'
import { countBytes } from './wire'

export interface LiveFigures {
  /** A navigation with an empty cache, then the middle and the longest of five with a warm one. */
  readonly firstVisibleMs: number
  readonly visibleMs: number
  readonly visibleWorstMs: number
  readonly watchMs: number
  readonly frameP95: number
  readonly longTasks: readonly number[]
  readonly changesPerSecond: number
  readonly pixelP50: number
  readonly pixelP95: number
  readonly bytesPerChange: number
  readonly heapMb: number
  /** How much more heap was in use at the end of the time watched than at its begin. */
  readonly heapGrowthMb: number
  readonly nodes: number
  readonly offlineMs: number
  readonly catchUpMs: number
  readonly drift: number
}

/** Watches a running rollout on its live page, then takes the network away for a while. */
export async function measureLivePage(
  context: BrowserContext,
  api: ProductApi,
  rollout: string,
  { watchMs, offlineMs }: { watchMs: number; offlineMs: number },
): Promise<LiveFigures> {
  const page = await meteredPage(context)
  const firstVisibleMs = await timeToMap(page, rollout)
  const visible: number[] = []
  for (let n = 0; n < 5; n++) visible.push(await timeToMap(page, rollout))
  const cdp = await context.newCDPSession(page)
  const bytes = await countBytes(cdp, /\/live\?/)
  await page.reload()
  await live(page)
  await page.waitForTimeout(3_000)
  const heapBefore = await heapBytes(cdp)
  const seqBefore = await api.lastSeq(rollout)
  const bytesBefore = bytes()
  const watched = await watch(page, watchMs)
  const wire = bytes() - bytesBefore
  const changes = (await api.lastSeq(rollout)) - seqBefore
  const heap = await heapBytes(cdp)
  const late = latencies(await eventsWhile(api, rollout, watched.painted), watched.painted)
  const nodes = await domNodes(page)
  const back = await goOffline(page, api, rollout, offlineMs)
  await page.close()
  return {
    firstVisibleMs,
    visibleMs: median(visible),
    visibleWorstMs: Math.max(...visible),
    watchMs,
    frameP95: quantile(watched.frames, 0.95),
    longTasks: watched.longTasks,
    changesPerSecond: (changes / watchMs) * 1_000,
    pixelP50: quantile(late, 0.5),
    pixelP95: quantile(late, 0.95),
    bytesPerChange: wire / changes,
    heapMb: heap / 2 ** 20,
    heapGrowthMb: (heap - heapBefore) / 2 ** 20,
    nodes,
    offlineMs,
    ...back,
  }
}

/** From the navigation until the map shows the present state and takes the keyboard. */
async function timeToMap(page: Page, rollout: string): Promise<number> {
  await page.goto(`/rollouts/${rollout}?tab=map`, { waitUntil: 'commit' })
  const shown = await page.waitForFunction(() => window.benchMeter?.firstShownMs ?? false)
  return Number(await shown.jsonValue())
}
