import type { BrowserContext } from '@playwright/test'
import { live, meteredPage } from './browser'
import { type Timed, timeInteraction } from './interaction'
import { onPolicy } from './on-policy'
import { onRollout } from './on-rollout'

/** Acts on the page of a running rollout, and measures how soon it answers. */
export async function measureOnRollout(context: BrowserContext, rollout: string): Promise<Timed[]> {
  const page = await meteredPage(context)
  const timed: Timed[] = []
  for (const [tab, interactions] of onRollout) {
    await page.goto(`/rollouts/${rollout}?tab=${tab}`)
    await live(page)
    for (const interaction of interactions) timed.push(await timeInteraction(page, interaction))
  }
  await page.close()
  return timed
}

/** Acts in the policy builder, with the whole fleet to count in. */
export async function measureOnPolicy(context: BrowserContext): Promise<Timed[]> {
  const page = await meteredPage(context)
  const timed: Timed[] = []
  await page.goto('/policies/bench')
  for (const [begin, interaction] of onPolicy) {
    await begin(page)
    timed.push(await timeInteraction(page, interaction))
  }
  await page.close()
  return timed
}
