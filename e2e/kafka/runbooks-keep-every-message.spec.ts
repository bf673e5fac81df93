import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { runCheck } from '@/lib/checks/run-check'
import { testAttempt, testCluster, testServices } from '@/lib/drivers/testing'
import { raiseCluster } from '../lab/kafka/provision'
import { killBroker, observeProcess } from '../lab/kafka/runbooks/lib/broker.mjs'
import type { LabCluster } from '../lab/kafka/runbooks/lib/cluster-file.mjs'
import { readJournal } from '../lab/kafka/runbooks/lib/journal.mjs'
import { bootstrapOf, sites } from '../lab/kafka/topology'
import { createTopic, startTraffic, type Traffic } from '../lab/kafka/traffic'
import { verifyTraffic } from '../lab/kafka/verify-traffic'
import { runRunbook, startRunbook } from './run-runbook'
import { startTemporaryLab, type TemporaryLab } from './temporary-lab'

// One real cluster, taken through its whole life in order; each test starts from where the one before it left it.
test.describe.configure({ mode: 'serial', timeout: 300_000 })

let lab: TemporaryLab
let cluster: LabCluster
let traffic: Traffic
let watch: ReturnType<typeof watchBrokers>

test.beforeAll(async () => {
  lab = await startTemporaryLab(sites.slice(0, 1))
  cluster = lab.clusters[0]!
  await createTopic(cluster, 'orders')
  traffic = startTraffic(cluster, 'orders')
  watch = watchBrokers(cluster)
})

test.afterAll(async () => {
  watch?.stop()
  await lab?.remove()
})

test('an upgrade whose runbook is killed half-way is finished by the next run, one broker at a time', async () => {
  const version = ['--version', lab.settings.to]
  const first = startRunbook(cluster, 'kafka-upgrade', 'upgrade-1', version)
  await first.reached(2, 'stopping')
  const rival = await runRunbook(cluster, 'kafka-rolling-restart', 'restart-rival')
  expect(rival).toMatchObject({ code: 75, error: 'kafka-azure is being changed by another runbook' })
  first.signal('SIGKILL')
  expect(await first.exit).toBeNull()

  const second = await runRunbook(cluster, 'kafka-upgrade', 'upgrade-1', version)
  expect(second.error).toBe('')
  expect(second.code).toBe(0)
  const restarted = second.lines.filter(
    (line) => line.nodeState === 'starting' || line.nodeState === 'syncing',
  )
  expect(
    new Set(restarted.map((line) => line.node)).size,
    'the first broker was done and is left alone',
  ).toBe(2)
  expect(watch.lowest(), 'never a second broker out').toBe(cluster.nodes.length - 1)
  expect(await runRunbook(cluster, 'kafka-verify', 'verify', version)).toMatchObject({ code: 0, error: '' })
})

test('an upgraded cluster goes back while its metadata version is not final, and up again', async () => {
  const back = ['--version', lab.settings.from]
  const refused = await runRunbook(cluster, 'kafka-upgrade', 'back-by-mistake', back)
  expect(refused.code).toBe(1)
  expect(refused.error).toContain('already run a newer version')

  expect(await runRunbook(cluster, 'kafka-upgrade', 'back', [...back, '--downgrade'])).toMatchObject({
    code: 0,
  })
  expect(await runRunbook(cluster, 'kafka-verify', 'verify', back)).toMatchObject({ code: 0, error: '' })
  const early = await runRunbook(cluster, 'kafka-finalize-metadata-version', 'early', [
    '--version',
    lab.settings.to,
  ])
  expect(early.code).toBe(1)
  expect(early.error).toContain(`was started from the jars of ${lab.settings.from}`)

  const again = await runRunbook(cluster, 'kafka-upgrade', 'again', ['--version', lab.settings.to])
  expect(again).toMatchObject({ code: 0, error: '' })
  expect(watch.lowest()).toBe(cluster.nodes.length - 1)
})

test('a finalised cluster cannot go back, and finalising twice changes nothing', async () => {
  const version = ['--version', lab.settings.to]
  const finalise = () => runRunbook(cluster, 'kafka-finalize-metadata-version', 'finalise', version)
  const first = await finalise()
  expect(first).toMatchObject({ code: 0, error: '' })
  expect(first.lines.some((line) => line.message?.startsWith('raising metadata.version'))).toBe(true)
  const second = await finalise()
  expect(second.code).toBe(0)
  expect(second.lines.some((line) => line.message?.startsWith('raising'))).toBe(false)

  const pids = processes(cluster)
  const back = ['--version', lab.settings.from, '--downgrade']
  const refused = await runRunbook(cluster, 'kafka-upgrade', 'too-late', back)
  expect(refused.code).toBe(1)
  expect(refused.error).toContain('cannot go back')
  expect(processes(cluster)).toEqual(pids)
})

test('the same attempt restarts every broker once, however often it is run', async () => {
  const before = processes(cluster)
  expect(await runRunbook(cluster, 'kafka-rolling-restart', 'restart-1')).toMatchObject({
    code: 0,
    error: '',
  })
  const after = processes(cluster)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(await runRunbook(cluster, 'kafka-rolling-restart', 'restart-1')).toMatchObject({
    code: 0,
    error: '',
  })
  expect(processes(cluster)).toEqual(after)
})

test('a cancelled runbook leaves no broker down', async () => {
  const before = processes(cluster)
  const cancelled = startRunbook(cluster, 'kafka-rolling-restart', 'restart-cancelled')
  await cancelled.reached(1, 'stopping')
  cancelled.signal('SIGTERM')
  expect(await cancelled.exit).toBe(1)
  expect(cancelled.error()).toContain('cancelled: ')
  const after = processes(cluster)
  expect(after).not.toContain(null)
  expect(
    after.filter((pid) => !before.includes(pid)),
    'the one that was stopped was started again',
  ).toHaveLength(1)
  const verify = () => runRunbook(cluster, 'kafka-verify', 'verify')
  await expect.poll(async () => (await verify()).code, { timeout: 60_000 }).toBe(0)
})

test('every acknowledged message is there after all of that', async () => {
  const ledger = await traffic.stop()
  const verdict = await verifyTraffic(cluster, ledger)
  expect(ledger.acknowledged.length).toBeGreaterThan(1_000)
  expect(verdict.consumed).toBeGreaterThanOrEqual(ledger.acknowledged.length)
  expect(verdict.missing).toEqual([])
  const neverWritten = { ...ledger, acknowledged: [...ledger.acknowledged, 1e9] }
  expect((await verifyTraffic(cluster, neverWritten)).missing, 'the verifier does notice').toEqual([1e9])
  expect(watch.lowest()).toBe(cluster.nodes.length - 1)
  watch.stop()
})

test('a cluster with partitions out of sync is refused and not touched', async () => {
  expect(await lookAt(cluster)).toMatchObject({
    kind: 'pass',
    observed: { controller: true, brokers: 3, offline: 0, underReplicated: 0, silent: 0 },
  })
  // The one that the cancelled runbook had out may still be its to bring back; any other is somebody else's harm.
  const { out } = readJournal(cluster, 'restart-2')
  const victim = cluster.nodes.find(({ name }) => name !== out?.node)!
  killBroker(victim)
  await expect.poll(() => observeProcess(victim)).toBeNull()
  expect(await lookAt(cluster), 'at once, before the others know').toMatchObject({
    kind: 'fail',
    observed: { silent: 1 },
  })
  const underReplicated = async () => (await lookAt(cluster)).observed as { underReplicated: number }
  await expect
    .poll(async () => (await underReplicated()).underReplicated, { timeout: 60_000 })
    .toBeGreaterThan(0)
  const pids = processes(cluster)
  const refused = await runRunbook(cluster, 'kafka-rolling-restart', 'restart-2')
  expect(refused.code).toBe(1)
  expect(refused.error).toContain('not healthy, nothing was touched: ')
  expect(refused.error).toContain(`broker ${victim.id} does not answer`)
  expect(processes(cluster)).toEqual(pids)
  await raiseCluster(cluster, 120_000)
  await expect.poll(async () => (await lookAt(cluster)).kind, { timeout: 60_000 }).toBe('pass')
})

test('a cluster of which nobody answers is unknown, not well', async () => {
  await lab.remove()
  expect(await lookAt(cluster)).toMatchObject({
    kind: 'unknown',
    message: expect.stringContaining('no broker answers'),
  })
})

/** Looks at a cluster with the check that operations have. */
async function lookAt(of: LabCluster) {
  const services = testServices()
  const attempt = testAttempt(null, {
    cluster: testCluster({ connection: { bootstrap: bootstrapOf(of).join(',') } }),
  })
  const request = { check: 'kafka', with: { bootstrap: '{{ connection.bootstrap }}' } }
  return runCheck(request, attempt, services).finally(() => services.host.close())
}

function processes(of: LabCluster): (number | null)[] {
  return of.nodes.map((node) => observeProcess(node)?.pid ?? null)
}

/** Counts the running brokers of a cluster ten times a second, as a witness that no runbook can influence. */
function watchBrokers(of: LabCluster) {
  let lowest = of.nodes.length
  let watching = true
  const loop = async () => {
    while (watching) {
      lowest = Math.min(lowest, processes(of).filter((pid) => pid !== null).length)
      await sleep(100)
    }
  }
  void loop()
  return {
    lowest: () => lowest,
    stop: () => {
      watching = false
    },
  }
}
