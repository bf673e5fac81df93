import type { BrowserContext } from '@playwright/test'
import { live } from './browser'
import { type Timed, timeInteraction } from './interaction'
import { onPolicy } from './on-policy'
import { onRollout } from './on-rollout'

/** Acts on a running rollout and in the policy builder, and measures how soon each page answers. */
export async function measureInteractions(context: BrowserContext, rollout: string): Promise<Timed[]> {
  const page = await context.newPage()
  // The runner of TypeScript wraps named functions in this, also those that are sent to the page.
  await page.addInitScript('globalThis.__name = (target) => target')
  const timed: Timed[] = []
  for (const [tab, interactions] of onRollout) {
    await page.goto(`/rollouts/${rollout}?tab=${tab}`)
    await live(page)
    for (const interaction of interactions) timed.push(await timeInteraction(page, interaction))
  }
  await page.goto('/policies/bench')
  for (const [begin, interaction] of onPolicy) {
    await begin(page)
    timed.push(await timeInteraction(page, interaction))
  }
  await page.close()
  return timed
}
