import type { CDPSession, Page } from '@playwright/test'
import { within } from './limit'

/** What a page did while it was watched. */
export interface Watched {
  /** Times between two animation frames, ms. */
  readonly frames: readonly number[]
  /** Lengths of tasks over 50 ms. */
  readonly longTasks: readonly number[]
  /** Up to which event the canvas showed the rollout, and since when, epoch ms. */
  readonly painted: readonly (readonly [seq: number, at: number])[]
}

interface Meter {
  frames: number[]
  longTasks: number[]
  painted: [seq: number, at: number][]
  /** When a canvas first showed a state, ms since the navigation began. */
  firstShownMs: number | null
  on: boolean
}

declare global {
  interface Window {
    benchMeter: Meter
  }
}

/** Adds the meters to every document that a page will load. */
export async function installMeters(page: Page): Promise<void> {
  // The runner of TypeScript wraps named functions in this, also those that are sent to the page.
  await page.addInitScript('globalThis.__name = (target) => target')
  await page.addInitScript(() => {
    const meter: Meter = { frames: [], longTasks: [], painted: [], firstShownMs: null, on: false }
    window.benchMeter = meter
    new PerformanceObserver((list) => {
      if (meter.on) for (const entry of list.getEntries()) meter.longTasks.push(entry.duration)
    }).observe({ type: 'longtask' })
    let before = 0
    const tick = (now: number) => {
      if (meter.on && before > 0) meter.frames.push(now - before)
      before = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    // What a canvas says that it shows; a task after the next frame comes after the pixels.
    new MutationObserver((mutations) => {
      const seq = Number((mutations.at(-1) as MutationRecord & { target: HTMLElement }).target.dataset.seq)
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        meter.firstShownMs ??= performance.now()
        if (meter.on) meter.painted.push([seq, Date.now()])
      }
      requestAnimationFrame(() => channel.port2.postMessage(null))
    }).observe(document, { subtree: true, attributeFilter: ['data-seq'] })
  })
}

/** Watches a page for a while; fails when the page is too busy to answer at the end. */
export async function watch(page: Page, ms: number): Promise<Watched> {
  const begin = page.evaluate(() => {
    Object.assign(window.benchMeter, { frames: [], longTasks: [], painted: [], on: true })
  })
  await within(30_000, 'the begin of watching', begin)
  await page.waitForTimeout(ms)
  const end = page.evaluate(() => {
    window.benchMeter.on = false
    const { frames, longTasks, painted } = window.benchMeter
    return { frames, longTasks, painted }
  })
  return within(30_000, 'the end of watching', end)
}

/** Bytes that the program of a page still needs, after a collection: its heap, and what its arrays hold outside of it. */
export async function heapBytes(cdp: CDPSession): Promise<number> {
  await within(30_000, 'a collection', cdp.send('HeapProfiler.collectGarbage'))
  const usage = await within(30_000, 'the size of the heap', cdp.send('Runtime.getHeapUsage'))
  return usage.usedSize + usage.backingStorageSize
}

export const domNodes = (page: Page): Promise<number> =>
  within(
    30_000,
    'counting elements',
    page.evaluate(() => document.getElementsByTagName('*').length),
  )
