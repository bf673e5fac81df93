import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { isFinished, type RolloutState } from '@/lib/core/rollout/states'
import { publishOperation } from '@/lib/operations/publish-operation'
import { publishPolicy } from '@/lib/policies/publish-policy'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { launchRollout } from '@/lib/rollouts/launch-rollout'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import type { LaunchInput } from '@/lib/rollouts/schemas'
import { createLog } from '@/lib/server/log'
import type { Services } from '@/lib/server/mutation'
import { createPool } from '@/lib/server/pool'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { startWorker, type Worker } from '@/lib/worker/worker'
import { createWriterPool } from '@/lib/worker/writer'

/** A database with people, and the verbs that tests of the engine use, all of them public ones. */
export interface Scene {
  readonly services: Services
  readonly launcher: TestPerson
  readonly approver: TestPerson
  readonly admin: TestPerson
  /** Registers clusters `c-0000` …, by turns in the given regions. */
  addFleet(
    size: number,
    options?: { regions?: readonly string[]; connection?: Record<string, unknown> },
  ): Promise<void>
  /** Publishes an operation `upgrade`; `spec` is YAML at the indentation of its members. */
  addOperation(spec: string): Promise<void>
  /** Publishes a policy `policy`. */
  addPolicy(spec: string): Promise<void>
  launch(more?: Partial<LaunchInput>): Promise<string>
  /** Starts a draft. */
  start(id: string): Promise<void>
  rollout(id: string): Promise<RolloutDto>
  /** Waits until a rollout fits; fails with how it is when it takes too long. */
  until(id: string, fits: (rollout: RolloutDto) => boolean, withinMs?: number): Promise<RolloutDto>
  untilState(id: string, state: RolloutState, withinMs?: number): Promise<RolloutDto>
}

/** Makes the scene on a migrated database. */
export async function setScene(services: Services): Promise<Scene> {
  const [launcher, approver, admin] = await Promise.all([
    addPerson(services, 'launcher', 'operator'),
    addPerson(services, 'approver', 'approver'),
    addPerson(services, 'admin', 'admin'),
  ])
  const rollout = (id: string) => getRollout(services, id)

  async function until(
    id: string,
    fits: (rollout: RolloutDto) => boolean,
    withinMs = 20_000,
  ): Promise<RolloutDto> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const now = await rollout(id)
      if (fits(now)) return now
      if (Date.now() > deadline || (isFinished(now.state) && !fits(now))) {
        const { state, pauseDetail, counts, waitingFor } = now
        throw new Error(`it stands at ${JSON.stringify({ state, pauseDetail, counts, waitingFor })}`)
      }
      await sleep(20)
    }
  }

  return {
    services,
    launcher,
    approver,
    admin,
    rollout,
    until,
    untilState: (id, state, withinMs) => until(id, (one) => one.state === state, withinMs),
    addFleet: async (size, { regions = ['r1', 'r2'], connection = {} } = {}) => {
      const clusters = Array.from({ length: size }, (_, i) => ({
        name: `c-${String(i).padStart(4, '0')}`,
        kind: 'kafka',
        provider: 'aws',
        region: regions[i % regions.length] ?? 'r1',
        environment: 'prod',
        tier: 'customer',
        version: '3.9.0',
        connection,
      }))
      await upsertClusters(services, admin.actor, { clusters })
    },
    addOperation: async (spec) => {
      const source = `apiVersion: upgrader/v1\nkind: Operation\nmetadata: { name: upgrade, title: Upgrade }\nspec:\n${spec}`
      await publishOperation(services, admin.actor, { name: 'upgrade', source })
    },
    addPolicy: async (spec) => {
      const source = `apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: policy }\nspec:\n${spec}`
      await publishPolicy(services, admin.actor, { name: 'policy', source })
    },
    start: async (id) => {
      await resumeRollout(services, launcher.actor, { rollout: id })
    },
    launch: async (more = {}) => {
      const { id } = await launchRollout(services, launcher.actor, {
        operation: 'upgrade',
        policy: 'policy',
        ...more,
      })
      return id
    },
  }
}

/** The least that can be rolled out: some clusters, an operation that takes no time, and a policy of one phase. */
export async function setPlainScene(services: Services, clusters = 1): Promise<Scene> {
  const scene = await setScene(services)
  await scene.addFleet(clusters)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy('  phases: [{ select: "true" }]\n')
  return scene
}

/** Starts a worker in this process; `stop` also closes its connections. */
export async function startTestWorker(
  url: string,
  options: { privateNetworks?: readonly string[]; runbooksDir?: string; publicUrl?: string } = {},
): Promise<Worker> {
  const pool = createPool({ url, applicationName: 'test-worker' })
  const writerPool = createWriterPool({ url, applicationName: 'test-worker-writer' })
  const queuePool = createPool({ url, applicationName: 'test-worker-queue' })
  const worker = await startWorker({
    pool,
    writerPool,
    queuePool,
    log: process.env.TEST_LOG ? createLog('worker', 'debug') : pino({ level: 'silent' }),
    secretKey: { id: 'test', bytes: Buffer.alloc(32) },
    privateNetworks: options.privateNetworks ?? [],
    runbooksDir: options.runbooksDir ?? null,
    publicUrl: options.publicUrl ?? 'http://upgrader.test',
    archiveAfterDays: 0,
  })
  return {
    ...worker,
    stop: async () => {
      await worker.stop()
      await Promise.all([pool.end(), writerPool.end(), queuePool.end()])
    },
  }
}
