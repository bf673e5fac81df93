import { expect, test } from '../fixtures'
import { addMember, firstAdmin, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'

/**
 * The main job by clicking, on the sample fleet: sign in, see the fleet, compose "first Azure, then part of AWS,
 * then Google Cloud", preview, launch, let somebody else approve, watch every cluster to its end.
 */
test('a newcomer signs in, composes a policy, launches it, has it approved and watches it to its end', async ({
  page,
  browser,
  api,
}) => {
  test.setTimeout(300_000)
  const policy = `clouds-${Date.now().toString(36)}`

  await test.step('signs in and comes to where they wanted', async () => {
    const { username, password } = firstAdmin()
    await page.goto('/clusters')
    await expect(page).toHaveURL(/\/sign-in\?from=/)
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(/\/clusters$/)
  })

  await test.step('sees the fleet of 240 clusters and narrows it', async () => {
    await expect(page.getByText(/240/).first()).toBeVisible()
    await screenshots(page, 'fleet')
  })

  await test.step('composes the policy from a template and publishes it', async () => {
    await page.goto('/policies/new')
    await page.getByRole('textbox', { name: 'Name' }).fill(policy)
    await page.getByText('Cloud by cloud', { exact: true }).click()
    await page.getByRole('button', { name: 'Compose' }).click()
    const phases = page.getByRole('list', { name: 'Phases', exact: true })
    await expect(phases.getByRole('button', { name: /^Phase \d: / })).toHaveCount(3)
    await phases.getByRole('button', { name: 'Phase 2: A tenth of AWS' }).click()
    await page.getByRole('textbox', { name: 'Take', exact: true }).fill('5%')
    await expect(page.getByText(/^5% of \d+ = \d+$/)).toBeVisible()
    await expect(page.getByLabel('The policy as YAML')).toContainText('take: 5%')
    await screenshots(page, 'policy-builder')
    await page.getByRole('button', { name: 'Publish…' }).click()
    await page.getByLabel('What changed, and why').fill('Clouds one after another')
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByText('revision 1')).toBeVisible()
  })

  await test.step('previews and launches', async () => {
    await page.getByRole('link', { name: 'Start a rollout' }).click()
    await page.getByText('Change a setting', { exact: true }).click()
    await page.getByRole('textbox', { name: /^Setting/ }).fill('max.connections')
    await page.getByRole('textbox', { name: /^Value/ }).fill('500')
    await page.getByRole('button', { name: 'Expression' }).click()
    await page.getByLabel('Selection as an expression').fill('cluster.tier == "internal"')
    await expect(page.getByText(/of 41 selected clusters in 3 phases/)).toBeVisible()
    await expect(
      page.getByRole('list', { name: 'Phases of the plan' }).getByText('A tenth of AWS'),
    ).toBeVisible()
    await expect(
      page
        .getByText('Left out')
        .or(page.getByText(/left out/))
        .first(),
    ).toBeVisible()
    await screenshots(page, 'compose')
    await page.getByLabel('Reason').fill('The newcomer tries it')
    await page.getByRole('button', { name: /^Launch on \d+ clusters?$/ }).click()
    await expect(page).toHaveURL(/\/rollouts\/\d+/)
  })

  const id = /\/rollouts\/(\d+)/.exec(page.url())?.[1] ?? ''
  await test.step('waits at the approval and may not give it', async () => {
    await expect
      .poll(async () => JSON.stringify((await api.get<Rollout>(`/api/v1/rollouts/${id}`)).waitingFor), {
        timeout: 150_000,
      })
      .toContain('approval')
    await screenshots(page, 'rollout-waiting')
  })

  await test.step('somebody else approves by clicking', async () => {
    const approver = await addMember(api, 'grace', 'approver')
    const other = await browser.newContext()
    const theirs = await other.newPage()
    await signIn(theirs, approver)
    await theirs.goto('/approvals')
    await theirs
      .getByRole('link', { name: /A tenth of AWS/ })
      .first()
      .click()
    await screenshots(theirs, 'approval')
    await theirs.getByRole('button', { name: /^Approve/ }).click()
    await expect
      .poll(async () => openGates(await api.get<Rollout>(`/api/v1/rollouts/${id}`)), { timeout: 20_000 })
      .toBe(0)
    await other.close()
  })

  await test.step('watches it to its end, without a reload', async () => {
    await expect
      .poll(async () => (await api.get<Rollout>(`/api/v1/rollouts/${id}`)).state, { timeout: 200_000 })
      .toMatch(/^succeeded/)
    const { total, counts } = await api.get<Rollout>(`/api/v1/rollouts/${id}`)
    expect(counts.succeeded).toBeGreaterThan(0)
    expect(counts.succeeded + counts.failed + counts.skipped).toBe(total)
    await expect(
      page
        .getByText(/succeeded/i)
        .filter({ visible: true })
        .first(),
    ).toBeVisible()
    await screenshots(page, 'rollout-finished')
  })
})

interface Rollout {
  state: string
  total: number
  counts: Record<'succeeded' | 'failed' | 'skipped', number>
  waitingFor: { kind: string }[]
  phases: { gates: { state: string }[] }[]
}

const openGates = ({ phases }: Rollout): number =>
  phases.flatMap(({ gates }) => gates).filter(({ state }) => state === 'closed').length
