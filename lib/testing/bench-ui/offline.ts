import type { Page } from '@playwright/test'
import { targetStyle } from '@/lib/client/state-style'
import { targetStates } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { until } from './limit'
import type { ProductApi } from './product-api'

/** What was paused has come to rest when nothing was recorded for so long. */
const restMs = 2_000
const restMaxMs = 40_000

/**
 * Takes the network away while the rollout goes on, brings it to rest unless it has ended, and counts what the map's page shows wrong
 * once it is back and shows the newest event.
 */
export async function goOffline(
  page: Page,
  api: ProductApi,
  rollout: string,
  offlineMs: number,
): Promise<{ catchUpMs: number; drift: number }> {
  await page.context().setOffline(true)
  await page.waitForTimeout(offlineMs)
  await api.command(rollout, 'pause')
  const truth = await atRest(api, rollout)
  const began = Date.now()
  await page.context().setOffline(false)
  await page.waitForFunction(
    (seq) => Number(document.querySelector<HTMLElement>('canvas[data-seq]')?.dataset.seq) >= seq,
    truth.lastSeq,
  )
  const catchUpMs = Date.now() - began
  let drift = 0
  for (const state of targetStates) drift += Math.abs((await shownCount(page, state)) - truth.counts[state])
  return { catchUpMs, drift }
}

async function atRest(api: ProductApi, rollout: string): Promise<RolloutDto> {
  let now = await api.rollout(rollout)
  let since = Date.now()
  await until(restMaxMs, 'the rest after a pause', async () => {
    const next = await api.rollout(rollout)
    if (next.lastSeq !== now.lastSeq) since = Date.now()
    now = next
    return Date.now() - since >= restMs
  })
  return now
}

/** The number that the filter's button of a state shows; a state without a button has nothing in it. */
async function shownCount(page: Page, state: (typeof targetStates)[number]): Promise<number> {
  const texts = await page.locator('button[aria-pressed]').allTextContents()
  const text = texts.find((one) => new RegExp(`^${targetStyle[state].label} ?[0-9,]+$`).test(one))
  return Number(text?.replace(/[^0-9]/g, '') ?? 0)
}
