import type { Browser } from '@playwright/test'
import { startBrowser } from './browser'
import { within } from './limit'

export const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** What went wrong, in the order in which it did. */
export const failures: string[] = []

/**
 * Runs a part of the measurement in a browser of its own, for a limited time. When it fails it says why, gives null,
 * and the rest goes on: a page that hangs must not cost the figures of the others.
 */
export async function part<T>(
  name: string,
  maxMs: number,
  measure: (browser: Browser) => Promise<T>,
): Promise<T | null> {
  const browser = await within(30_000, 'the start of the browser', startBrowser())
  const measuring = measure(browser)
  try {
    return await within(maxMs, name, measuring)
  } catch (error) {
    const why = (error as Error).message.split('\n')[0] ?? ''
    failures.push(why.startsWith(name) ? why : `${name}: ${why}`)
    say(`**${failures.at(-1)}**\n`)
    return null
  } finally {
    // One that does not close is left to the end of this process.
    await within(20_000, 'closing the browser', browser.close()).catch(() => {})
    // What was cut off clears up after itself before anything else begins.
    await within(90_000, 'clearing up', measuring).catch(() => {})
  }
}
