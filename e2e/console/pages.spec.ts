import { expect, test } from '../fixtures'
import { screenshots } from '../fixtures/screenshots'

const pages = [
  ['home', '/'],
  ['fleet', '/clusters'],
  ['fleet-map', '/clusters?view=map'],
  ['policies', '/policies'],
  ['new-policy', '/policies/new'],
  ['policy', '/policies/cloud-by-cloud'],
  ['operations', '/operations'],
  ['operation', '/operations/sample-kafka-upgrade'],
  ['operation-editor', '/operations/sample-kafka-upgrade/edit'],
  ['rollouts', '/rollouts'],
  ['compose', '/rollouts/new'],
  ['approvals', '/approvals'],
  ['freezes', '/freezes'],
  ['disruption-budgets', '/freezes?tab=budgets'],
  ['audit', '/audit'],
  ['settings', '/settings'],
  ['tokens', '/settings?tab=tokens'],
  ['notifications', '/settings?tab=notifications'],
  ['cluster', '/clusters/kafka-aws-eu-west-1-01'],
] as const

for (const [name, path] of pages) {
  test(`${name} is accessible in light and dark, in both densities, wide and narrow, and says nothing to the console`, async ({
    adminPage: page,
    expectAccessible,
  }) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectAccessible(page)
    // The other theme in the other density: what each brings along is seen once.
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.evaluate(() => {
      document.documentElement.dataset.density = 'compact'
    })
    await expectAccessible(page)
    await page.evaluate(() => {
      delete document.documentElement.dataset.density
    })
    await screenshots(page, `page-${name}`)
    await page.setViewportSize({ width: 360, height: 740 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, 'the page scrolls sideways at 360 px').toBeLessThanOrEqual(0)
    await screenshots(page, `page-${name}`)
    expect(complaints).toEqual([])
  })
}

test('the gallery of primitives is not there in production, and an unknown address says so', async ({
  adminPage: page,
  expectAccessible,
}) => {
  for (const path of ['/dev/gallery', '/clusters/nobody', '/no/such/page']) {
    expect((await page.goto(path))?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page).toHaveTitle('Nothing at this address · Cluster Upgrader')
  }
  await expectAccessible(page)
})
