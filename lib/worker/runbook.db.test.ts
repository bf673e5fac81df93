import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getTarget } from '@/lib/rollouts/get-target'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
const services = testServices(database)
const runbooks = mkdtempSync(path.join(tmpdir(), 'upgrader-runbooks-'))
let scene: Scene
let worker: Worker

beforeAll(async () => {
  const file = path.join(runbooks, 'restart.sh')
  writeFileSync(
    file,
    `#!/bin/sh
echo '{"progress":0.5,"message":"broker 1 of 2 restarted","node":"broker-1","nodeState":"restarted"}'
echo "plain words"
sleep 1
echo '{"progress":1,"message":"broker 2 of 2 restarted","node":"broker-2","nodeState":"restarted"}'
[ "$1" = "c-0001" ] && { echo "it broke" >&2; exit 3; }
exit 0
`,
  )
  chmodSync(file, 0o755)
  scene = await setScene(services)
  await scene.addFleet(2)
  await scene.addOperation(`  retry: { attempts: 1 }
  apply:
    driver: command
    with: { run: restart.sh, args: ["{{ cluster.name }}"] }
`)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 2, failureBudget: { max: 2 } }]\n')
  worker = await startTestWorker(database.url, { runbooksDir: runbooks })
})
afterAll(async () => {
  await worker?.stop()
  rmSync(runbooks, { recursive: true, force: true })
})

it('runs a runbook per cluster, shows its nodes and keeps its output', async () => {
  const id = await scene.launch()
  await scene.untilState(id, 'succeeded_with_failures')
  const good = await getTarget(services, { rollout: id, cluster: 'c-0000' })
  expect(good.state).toBe('succeeded')
  // However rarely it was looked at: what the runbook said of a node at its very end is there, too.
  const nodesOf = ({ nodes }: typeof good) => nodes.map(({ name, state }) => `${name} ${state}`)
  expect(nodesOf(good)).toEqual(['broker-1 restarted', 'broker-2 restarted'])
  await expect
    .poll(async () =>
      (await getTarget(services, { rollout: id, cluster: 'c-0000' })).log.map(({ text }) => text),
    )
    .toContain('plain words')
  const bad = await getTarget(services, { rollout: id, cluster: 'c-0001' })
  expect(bad).toMatchObject({ state: 'failed', reason: 'error' })
  expect(bad.attempts).toHaveLength(1)
  expect(nodesOf(bad)).toEqual(['broker-1 restarted', 'broker-2 restarted'])
})
