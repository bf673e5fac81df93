import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach } from 'vitest'
import type { AttemptContext, Observation, StartAnswer } from '@/lib/drivers/driver'
import { httpDriver } from '@/lib/drivers/http/driver'
import { type TestServices, testAttempt, testCluster, testServices } from '@/lib/drivers/testing'
import { effectsPerTarget } from '@/lib/testing/control-plane/invariants'
import type { Modes } from '@/lib/testing/control-plane/modes'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'

/** How the fake control plane is reached. */
export const upgrade = {
  start: {
    method: 'POST',
    url: '{{ connection.url }}/clusters/{{ cluster.name }}/upgrades',
    headers: { authorization: "Bearer {{ secret('token') }}" },
    body: { version: '{{ params.version }}' },
    timeout: '1s',
    operationId: 'response.body.id',
  },
  observe: {
    method: 'GET',
    url: '{{ connection.url }}/upgrades/{{ operationId }}',
    every: '100ms',
    timeout: '1s',
    succeeded: 'response.body.state == "DONE"',
    failed: 'response.body.state == "ERROR"',
    progress: 'response.body.percent / 100.0',
    message: 'response.body.message',
  },
  cancel: { method: 'DELETE', url: '{{ connection.url }}/upgrades/{{ operationId }}', timeout: '1s' },
}

/**
 * Gives the tests of a file the driver in front of a fake control plane, which is closed after each. Call it once, at
 * the top of the file, and `setUp` in each test.
 */
export function httpStand() {
  let plane: ControlPlane
  let services: TestServices
  afterEach(async () => {
    await plane?.close()
    await services?.host.close()
  })

  const start = async (ctx: AttemptContext) => httpDriver.start(ctx, services)
  const observe = async (ctx: AttemptContext, operationId: string | null) =>
    httpDriver.observe({ ...ctx, operationId }, services)

  return {
    get plane() {
      return plane
    },
    get services() {
      return services
    },
    set services(others) {
      services = others
    },
    start,
    observe,
    async setUp(modes: Modes = {}, secrets: Record<string, string> = { token: 's3cr3t-token' }) {
      plane = await startControlPlane({ modes })
      services = testServices({}, secrets)
    },
    attempt(more: Partial<AttemptContext> = {}, section: unknown = upgrade): AttemptContext {
      const cluster = testCluster({ connection: { url: plane.url } })
      return testAttempt(section, { cluster, params: { version: '2.0.0' }, ...more })
    },
    /** What was done to the cluster. */
    effects: () => effectsPerTarget(plane.journal.entries()).get('c1') ?? [],
    /** Starts until accepted and polls until the end, the way an engine does. */
    async drive(ctx: AttemptContext) {
      const answers: StartAnswer[] = []
      const seen: Observation[] = []
      for (;;) {
        const answer = await start(ctx)
        answers.push(answer)
        if (answer.kind === 'transient') {
          await sleep(answer.retryAfterMs ?? 20)
          continue
        }
        if (answer.kind !== 'accepted') return { answers, seen }
        for (;;) {
          const observation = await observe(ctx, answer.operationId)
          seen.push(observation)
          if (observation.kind === 'transient') await sleep(observation.retryAfterMs ?? 20)
          else if (observation.kind === 'running') await sleep(20)
          else return { answers, seen }
        }
      }
    },
  }
}
