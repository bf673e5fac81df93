import type { Page } from '@playwright/test'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import { addMember, required, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'
import { registerLab } from '../lab/kafka/register'
import type { LabCluster } from '../lab/kafka/runbooks/lib/cluster-file.mjs'
import { sites } from '../lab/kafka/topology'
import { createTopic, startTraffic } from '../lab/kafka/traffic'
import { verifyTraffic } from '../lab/kafka/verify-traffic'
import { runningVersions as versions, watchBrokers } from './broker-watch'
import { composePolicy, launch } from './console-steps'
import { runRunbook } from './run-runbook'
import { startTemporaryLab, type TemporaryLab } from './temporary-lab'

const minute = 60_000
const policy = 'azure-then-aws-then-google'
let lab: TemporaryLab

test.beforeAll(async () => {
  test.setTimeout(10 * minute)
  lab = await startTemporaryLab(sites)
})

test.afterAll(() => lab?.remove())

test('three Kafka clusters are upgraded under traffic, with an approval between them, and lose no message', async ({
  adminPage: page,
  api,
  browser,
  baseURL,
}) => {
  test.setTimeout(20 * minute)
  const [azure, aws, google] = lab.clusters as [LabCluster, LabCluster, LabCluster]
  const { from, to } = lab.settings
  const rollout = () => api.get<RolloutDto>(`/api/v1/rollouts/${id}`)
  let id = ''

  await registerLab({ url: baseURL ?? '', token: required('E2E_TOKEN') }, sites, lab.clusters)
  await Promise.all(lab.clusters.map((cluster) => createTopic(cluster, 'orders')))
  const writers = lab.clusters.map((cluster) => ({ cluster, traffic: startTraffic(cluster, 'orders') }))

  const brokersSeen = watchBrokers(azure, to)

  await test.step('somebody composes the policy and launches the upgrade', async () => {
    await composePolicy(page, policy, [
      { title: 'Azure', provider: 'azure', approval: false },
      { title: 'AWS', provider: 'aws', approval: true },
      { title: 'Google Cloud', provider: 'gcp', approval: false },
    ])
    id = await launch(page, {
      operation: 'Upgrade Kafka, broker by broker',
      policy,
      select: 'cluster.labels.lab == "kafka"',
      clusters: 3,
    })
  })

  await test.step('the first cluster goes broker by broker on the screen', async () => {
    await page.goto(`/rollouts/${id}?cluster=${azure.name}`)
    for (const done of [1, 2, 3]) {
      await expect(nodesIn(page, 'upgraded')).toHaveCount(done, { timeout: 3 * minute })
      if (done === 1) await screenshots(page, 'kafka-broker-by-broker')
    }
    expect(versions(azure)).toEqual([to, to, to])
    const { upgraded, mostDown } = brokersSeen()
    expect(upgraded).toEqual([0, 1, 2, 3])
    expect(mostDown).toBeLessThanOrEqual(1)
  })

  await test.step('nothing else moves before the approval, which is a second person’s', async () => {
    const waiting = async () => (await rollout()).waitingFor.map(({ kind }) => kind)
    await expect.poll(waiting, { timeout: minute }).toContain('approval')
    expect([...versions(aws), ...versions(google)]).toEqual(Array(6).fill(from))

    const theirs = await (await browser.newContext()).newPage()
    await signIn(theirs, await addMember(api, 'grace', 'approver'))
    await theirs.goto('/approvals')
    await theirs.getByRole('link', { name: /AWS/ }).first().click()
    await theirs.getByRole('button', { name: 'Approve' }).click()
    await expect(theirs.getByText('Approved').first()).toBeVisible()
    await theirs.context().close()
  })

  await test.step('AWS follows, then Google Cloud', async () => {
    const states = async () => (await rollout()).phases.map(({ state }) => state).join()
    await expect.poll(states, { timeout: 4 * minute }).toBe('succeeded,succeeded,running')
    expect(versions(aws)).toEqual([to, to, to])
    await expect.poll(async () => (await rollout()).state, { timeout: 4 * minute }).toBe('succeeded')
    expect(versions(google)).toEqual([to, to, to])
    // The page has been open since the first cluster; it says so without a reload.
    await page.keyboard.press('Escape')
    await expect(page.getByText('Succeeded on 3 clusters.')).toBeVisible()
    await screenshots(page, 'kafka-upgraded')
  })

  await test.step('every acknowledged message is there, every broker is new, nothing is out of sync', async () => {
    for (const { cluster, traffic } of writers) {
      const ledger = await traffic.stop()
      const verdict = await verifyTraffic(cluster, ledger)
      expect(ledger.acknowledged.length).toBeGreaterThan(1_000)
      expect(verdict.missing, `${cluster.name} lost acknowledged messages`).toEqual([])
      const verified = await runRunbook(cluster, 'kafka-verify', 'verify', ['--version', to])
      expect(verified).toMatchObject({ code: 0, error: '' })
      const { version } = await api.get<{ version: string }>(`/api/v1/clusters/${cluster.name}`)
      expect(version).toBe(to)
    }
  })
})

/** Finds the nodes in the drawer that have come to a state. */
function nodesIn(page: Page, state: string) {
  return page
    .getByRole('listitem')
    .filter({ hasText: /broker-\d/ })
    .filter({ hasText: state })
}
