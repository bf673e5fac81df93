import type { BrowserContext, Page } from '@playwright/test'
import { quantile } from '../bench/statistics'
import { meteredPage } from './browser'
import { within } from './limit'
import { domNodes, heapBytes, watch } from './meters'
import type { ProductApi } from './product-api'
import { type RivalName, rivalDocument } from './rivals/document'
import { countBytes } from './wire'

export interface RivalFigures {
  readonly name: string
  readonly visibleMs: number
  readonly frameP95: number
  readonly longTasks: readonly number[]
  readonly bytesPerChange: number
  readonly heapMb: number
  readonly nodes: number
}

const visibleMaxMs = 45_000

/**
 * Watches what people would otherwise use, fed by the public API of the same product with a running rollout; says
 * why when it did not get so far.
 */
export async function measureRival(
  context: BrowserContext,
  api: ProductApi,
  name: RivalName,
  rollout: string,
  watchMs: number,
): Promise<RivalFigures | string> {
  const page = await meteredPage(context)
  try {
    return await within(visibleMaxMs + watchMs + 60_000, name, figuresOf(page, api, name, rollout, watchMs))
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? ''
  } finally {
    // A page that is busy for ever is left to the end of its browser.
    await within(10_000, 'closing the page', page.close()).catch(() => {})
  }
}

async function figuresOf(
  page: Page,
  api: ProductApi,
  name: RivalName,
  rollout: string,
  watchMs: number,
): Promise<RivalFigures> {
  const body = await rivalDocument(name)
  await page.route(`**/bench-${name}*`, (route) => route.fulfill({ contentType: 'text/html', body }))
  const cdp = await page.context().newCDPSession(page)
  const bytes = await countBytes(cdp, /\/events\?/)
  const began = Date.now()
  await page.goto(`/bench-${name}?rollout=${rollout}`, { waitUntil: 'commit' })
  await page.waitForFunction(() => document.querySelector('[data-ready]') !== null, undefined, {
    timeout: visibleMaxMs,
  })
  const visibleMs = Date.now() - began
  await page.waitForTimeout(3_000)
  const seqBefore = await api.lastSeq(rollout)
  const bytesBefore = bytes()
  const { frames, longTasks } = await watch(page, watchMs)
  const wire = bytes() - bytesBefore
  const changes = (await api.lastSeq(rollout)) - seqBefore
  return {
    name,
    visibleMs,
    frameP95: quantile(frames, 0.95),
    longTasks,
    bytesPerChange: wire / changes,
    nodes: await domNodes(page),
    heapMb: (await heapBytes(cdp)) / 2 ** 20,
  }
}
