import { randomBytes } from 'node:crypto'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import { addMember, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'

test('the line is stopped with a reason: everybody sees why, nothing launches, and a release goes on with what ran', async ({
  adminPage: page,
  api,
  browser,
  expectAccessible,
}) => {
  const id = await launchSlow()
  const stateOf = async () => (await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)).state
  await expect.poll(stateOf).toBe('running')

  await page.goto('/')
  await page.getByRole('button', { name: 'Stop the line' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop the line?' })
  const confirm = dialog.getByRole('button', { name: 'Stop the line' })
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('Customers report errors')
  await confirm.click()
  const banner = page.getByRole('alert').filter({ hasText: 'The line is stopped.' })
  await expect(banner).toContainText('admin')
  await expect(banner).toContainText('Customers report errors')
  expect(await stateOf()).toBe('paused')
  await expectAccessible(page)
  await screenshots(page, 'line-stopped')

  await page.goto('/rollouts/new?operation=sample-kafka-upgrade&policy=cloud-by-cloud')
  await expect(banner).toBeVisible()
  await page.getByRole('button', { name: /^Launch on/ }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not launched' })).toContainText(
    'Nothing starts until it is released',
  )

  const viewer = await addMember(api, 'line-viewer', 'viewer')
  const theirs = await browser.newPage({ ...test.info().project.use, viewport: { width: 360, height: 740 } })
  await signIn(theirs, viewer)
  await theirs.goto('/')
  await expect(theirs.getByText('The line is stopped.')).toBeVisible()
  await expect(theirs.getByRole('button', { name: 'Release', exact: true })).toBeDisabled()
  await screenshots(theirs, 'line-stopped')
  await theirs.close()

  await banner.getByRole('button', { name: 'Release' }).click()
  const release = page.getByRole('dialog', { name: 'Release the line?' })
  await release.getByRole('button', { name: 'Release the line' }).click()
  // Behind an open dialog nothing has a role.
  await expect(release).toHaveCount(0)
  await expect(banner).toHaveCount(0)
  expect(await stateOf()).toBe('running')
  await api.post(`/api/v1/rollouts/${id}/abort`, { reason: 'The test is over', cancelInFlight: true })

  async function launchSlow(): Promise<string> {
    const name = `line-${randomBytes(4).toString('hex')}`
    await api.put(`/api/v1/operations/${name}`, {
      apiVersion: 'upgrader/v1',
      kind: 'Operation',
      metadata: { name, title: 'Slow operation' },
      spec: { apply: { driver: 'simulator', with: { seconds: 60 } } },
    })
    const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
      operation: name,
      params: {},
      title: 'Slow rollout',
      select: 'cluster.provider == "gcp" && cluster.kind == "kafka"',
      policy: {
        apiVersion: 'upgrader/v1',
        kind: 'Policy',
        metadata: { name, title: 'One at a time' },
        spec: { phases: [{ id: 'all', select: 'true', maxInFlight: 1 }] },
      },
    })
    return id
  }
})
