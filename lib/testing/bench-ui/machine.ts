import { availableParallelism, cpus, loadavg } from 'node:os'
import { startBrowser } from './browser'

/** What bounds every figure that follows. */
export async function machineLine(): Promise<string> {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const browser = await startBrowser()
  const version = browser.version()
  await browser.close()
  return (
    `${availableParallelism()} cores (${model}) for Postgres, worker, web server and browser together; Node ` +
    `${process.versions.node}, headless Chromium ${version}, 1440 × 900, software rendering; ${loadLine()}.\n`
  )
}

/** How busy the machine was in the last minute, with what is measured itself. */
export const loadLine = (): string => `load average ${loadavg()[0]?.toFixed(1)}`
