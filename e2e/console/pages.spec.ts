import { expect, test } from '../fixtures'
import { screenshots } from '../fixtures/screenshots'

const pages = [
  ['home', '/'],
  ['fleet', '/clusters'],
  ['policies', '/policies'],
  ['new-policy', '/policies/new'],
  ['policy', '/policies/cloud-by-cloud'],
  ['operations', '/operations'],
  ['operation', '/operations/sample-kafka-upgrade'],
  ['rollouts', '/rollouts'],
  ['compose', '/rollouts/new'],
  ['approvals', '/approvals'],
  ['audit', '/audit'],
  ['settings', '/settings'],
] as const

for (const [name, path] of pages) {
  test(`${name} is accessible in light and dark, wide and narrow, and says nothing to the console`, async ({
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
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page)
    }
    await screenshots(page, `page-${name}`)
    await page.setViewportSize({ width: 360, height: 740 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, 'the page scrolls sideways at 360 px').toBeLessThanOrEqual(0)
    await screenshots(page, `page-${name}`)
    expect(complaints).toEqual([])
  })
}
