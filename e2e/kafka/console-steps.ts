import { expect, type Page } from '@playwright/test'

/** One phase as a person composes it: the clusters of one provider. */
export interface ComposedPhase {
  title: string
  provider: string
  approval: boolean
}

/** Composes a policy in the builder, card by card, beginning with the template of one phase, and publishes it. */
export async function composePolicy(
  page: Page,
  name: string,
  phases: readonly ComposedPhase[],
): Promise<void> {
  await page.goto('/policies/new')
  await page.getByLabel('Name').fill(name)
  await page.getByText('One phase', { exact: true }).click()
  await page.getByRole('button', { name: 'Compose' }).click()
  const overAll = page.getByRole('region', { name: 'Over all phases' })
  await overAll.getByRole('button', { name: /^Over all phases/ }).click()
  await overAll.getByRole('textbox', { name: 'Title' }).fill(name)
  const cards = page.getByRole('list', { name: 'Phases', exact: true }).locator(':scope > li')
  for (const [index, { title, provider, approval }] of phases.entries()) {
    await page.getByRole('button', { name: 'Add a phase' }).click()
    const card = cards.nth(index + 1)
    await card.getByRole('textbox', { name: 'Title' }).fill(title)
    await card.getByRole('textbox', { name: 'Id', exact: true }).fill(provider)
    await card.getByRole('button', { name: /^Condition: provider/ }).click()
    await page.getByLabel('Value').fill(provider)
    await page.keyboard.press('Escape')
    await expect(card.getByRole('button', { name: `Condition: provider = ${provider}` })).toBeVisible()
    if (approval) await card.getByRole('button', { name: 'Approval', exact: true }).click()
  }
  await page.getByRole('button', { name: 'Actions of phase 1' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(cards).toHaveCount(phases.length)
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('revision 1')).toBeVisible()
}

/** What is launched, as it is chosen on the page. */
export interface Launch {
  operation: string
  policy: string
  select: string
  clusters: number
}

/** Chooses operation, clusters and policy by their titles, launches the plan, and answers the rollout's id. */
export async function launch(page: Page, wanted: Launch): Promise<string> {
  await page.goto('/rollouts/new')
  await page.getByText(wanted.operation, { exact: true }).click()
  await page.getByText(wanted.policy, { exact: true }).click()
  await page.getByRole('button', { name: 'Expression' }).click()
  await page.getByLabel('Selection as an expression').fill(wanted.select)
  await page.getByRole('button', { name: `Launch on ${wanted.clusters} clusters` }).click()
  await expect(page).toHaveURL(/\/rollouts\/\d+/, { timeout: 30_000 })
  return /\/rollouts\/(\d+)/.exec(page.url())?.[1] ?? ''
}
