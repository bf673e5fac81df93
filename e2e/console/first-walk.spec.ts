import { expect, test } from '../fixtures'
import { removeClusters } from '../fixtures/api'
import { firstAdmin, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'

/** The walk through a first rollout, then what history offers about it: replay, comparison, list, palette. */
test.describe.configure({ mode: 'serial' })

let walked = ''

test('somebody new is walked through a first rollout, its failure and its approval, in under a minute', async ({
  adminPage: page,
}) => {
  await page.goto('/')
  await screenshots(page, 'home-with-offer')
  let startedAt = Date.now()
  await page.getByRole('button', { name: 'Show me' }).click()
  await expect(page).toHaveURL(/\/rollouts\/\d+/)
  walked = /\/rollouts\/(\d+)/.exec(page.url())?.[1] ?? ''
  const coach = page.getByRole('complementary', { name: 'The walk' })
  await expect(coach.getByText('Step 1 of 5')).toBeVisible()
  await expect(coach.getByText('Now it waits for a person')).toBeVisible({ timeout: 40_000 })
  const waitedAt = Date.now()
  await screenshots(page, 'walk-waits')
  // Pictures take nobody's minute.
  startedAt += Date.now() - waitedAt
  await coach.getByRole('link', { name: 'Decide' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'Start phase 2, Customers, on 12 clusters?',
  )
  await page.getByRole('button', { name: /^Approve/ }).click()
  await expect(coach.getByText('Done, with one failure')).toBeVisible({ timeout: 40_000 })
  expect(Date.now() - startedAt).toBeLessThan(60_000)
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'A first rollout' }).first()).toBeVisible()
  await expect(page.getByText('1 failed').first()).toBeVisible()
  await screenshots(page, 'home')
  await coach.getByRole('button', { name: 'End the walk' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Show me' })).toHaveCount(0)
})

test('a finished rollout is seen once more: any instant of it, by slider and by keyboard', async ({
  adminPage: page,
  expectAccessible,
}) => {
  await page.goto(`/rollouts/${walked}/replay`)
  await expect(page).toHaveTitle(/^Replay of .+ · Cluster Upgrader$/)
  const status = page.getByRole('status').filter({ hasText: 'at rest' })
  await expect(status).toHaveText('18 of 18 at rest, 1 failed')
  const slider = page.getByRole('slider', { name: 'Instant' })
  await slider.focus()
  await slider.press('Home')
  await expect(status).toHaveText('0 of 18 at rest')
  await expectAccessible(page)
  await page
    .getByRole('list', { name: 'Turns' })
    .getByRole('button', { name: /gate requested/ })
    .click()
  await expect(status).toHaveText('6 of 18 at rest, 1 failed')
  await screenshots(page, 'replay')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(status).toHaveText('18 of 18 at rest, 1 failed', { timeout: 20_000 })
})

test('two rollouts are chosen in the narrowed list and compared; the address holds both', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
    title: 'A second rollout',
    operation: 'first-walk',
    policy: 'first-walk',
    select: 'cluster.name == "walk-04"',
  })
  await page.goto('/rollouts?operation=first-walk')
  await expect(page.getByRole('link', { name: 'A first rollout' })).toBeVisible()
  await page
    .getByRole('textbox', { name: 'Words of the title' })
    .or(page.getByRole('searchbox'))
    .first()
    .fill('ROLLOUT')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/title=ROLLOUT/)
  await page.getByRole('checkbox', { name: `Compare A first rollout (${walked})` }).check()
  await page.getByRole('checkbox', { name: `Compare A second rollout (${id})` }).check()
  await screenshots(page, 'history')
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page).toHaveURL(`/rollouts/compare?left=${walked}&right=${id}`)
  await expect(page.getByRole('heading', { name: 'Compare two rollouts' })).toBeVisible()
  await expectAccessible(page)
  await screenshots(page, 'compare')
})

test('the palette finds a rollout at the server, acts on what the page is about, and sets the density', async ({
  page,
  api,
}) => {
  await signIn(page, firstAdmin())
  await page.goto('/clusters/walk-04')
  await expect(page.getByText('Versions')).toBeVisible()
  await screenshots(page, 'cluster')
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox', { name: 'Go to anything' })
  await expect(page.getByRole('option', { name: /Start a rollout on this cluster/ })).toBeVisible()
  await field.fill('first rollout')
  await expect(page.getByRole('option', { name: /A first rollout/ })).toBeVisible()
  await screenshots(page, 'palette')
  await field.fill('compact density')
  await field.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await removeClusters(api, 'cluster.labels.walk == "yes"')
})

test('a filter of the fleet is kept under a name and comes back', async ({ adminPage: page }) => {
  await page.goto('/clusters?provider=aws')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Mine on AWS')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.goto('/clusters')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Mine on AWS', exact: true }).click()
  await expect(page).toHaveURL(/provider=aws/)
})
