import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acknowledgeClusters } from '@/lib/disruption/acknowledge-clusters'
import { putBudget } from '@/lib/disruption/put-budget'
import { createFreeze } from '@/lib/freezes/create-freeze'
import { endFreeze } from '@/lib/freezes/end-freeze'
import { overrideFreeze } from '@/lib/freezes/override-freeze'
import { releaseLine } from '@/lib/line/release-line'
import { stopLine } from '@/lib/line/stop-line'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setPlainScene, startTestWorker } from '@/lib/testing/engine/scene'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import type { Worker } from '@/lib/worker/worker'
import { approveGate } from './approve-gate'
import type { RolloutDto } from './dto'
import { launchRollout } from './launch-rollout'
import { pauseRollout } from './pause-rollout'
import { rejectGate } from './reject-gate'
import { resumeRollout } from './resume-rollout'

/**
 * Whoever a reason names can end it: the reason goes away when that person does what it says, and nobody without
 * the role can.
 */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker
let operator: TestPerson
let approver: TestPerson
let admin: TestPerson
let everything: TestPerson

beforeAll(async () => {
  scene = await setPlainScene(services, 4)
  operator = scene.launcher
  approver = scene.approver
  admin = scene.admin
  everything = await addPerson(services, 'everything', 'operator', 'approver')
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

const gated = '  phases: [{ select: "true", before: [{ approval: {} }] }]\n'
const policy = (spec: string) => ({
  policy: `apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: inline }\nspec:\n${spec}`,
})
const askedAnew = 'an operator: resume it, which asks anew'

const saying = (kind: string, who: string) => (rollout: RolloutDto) =>
  rollout.waitingFor.some((one) => one.kind === kind && one.unblockedBy === who)

interface Way {
  readonly kind: string
  /** Whom the reason names. */
  readonly who: string
  readonly may: () => Promise<unknown>
  readonly mayNot: readonly (() => Promise<unknown>)[]
}

/** Waits for the reason, lets those try who may not, then whoever it names, and waits until it is gone. */
async function ends(id: string, { kind, who, may, mayNot }: Way): Promise<void> {
  const says = saying(kind, who)
  await scene.until(id, says)
  for (const attempt of mayNot) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  expect(says(await scene.rollout(id))).toBe(true)
  await may()
  await scene.until(id, (rollout) => !says(rollout))
}

const gateOf = async (rollout: string) => (await scene.rollout(rollout)).phases[0]?.gates[0]?.id ?? ''

describe('whoever a reason names', () => {
  it('starts a draft', async () => {
    const rollout = await scene.launch({ start: false })
    const start = ({ actor }: TestPerson) => resumeRollout(services, actor, { rollout })
    await ends(rollout, {
      kind: 'draft',
      who: 'an operator: start it',
      mayNot: [() => start(approver)],
      may: () => start(operator),
    })
    await scene.untilState(rollout, 'succeeded')
  })

  it('resumes what is paused, approves, and asks anew for what was refused', async () => {
    const rollout = await scene.launch(policy(gated))
    await scene.until(rollout, (one) => one.waitingFor.some(({ kind }) => kind === 'approval'))
    const resume = ({ actor }: TestPerson) => resumeRollout(services, actor, { rollout })
    await pauseRollout(services, operator.actor, { rollout })
    await ends(rollout, {
      kind: 'paused',
      who: 'an operator: resume it',
      mayNot: [() => resume(approver)],
      may: () => resume(operator),
    })
    const gate = await gateOf(rollout)
    await rejectGate(services, approver.actor, { rollout, gate, comment: 'not today' })
    await ends(rollout, {
      kind: 'approval',
      who: askedAnew,
      mayNot: [() => resume(approver)],
      may: () => resume(operator),
    })
    const approve = ({ actor }: TestPerson) => approveGate(services, actor, { rollout, gate })
    await ends(rollout, {
      kind: 'approval',
      who: 'someone with the role approver who did not launch it, write its policy or override something in it last',
      mayNot: [() => approve(operator)],
      may: () => approve(approver),
    })
    await scene.untilState(rollout, 'succeeded')
  })

  it('is no second pair of eyes for what they have launched themselves', async () => {
    const { id: rollout } = await launchAs(everything)
    const gate = await gateOf(rollout)
    const approve = ({ actor }: TestPerson) => approveGate(services, actor, { rollout, gate })
    await ends(rollout, {
      kind: 'approval',
      who: 'someone with the role approver who did not launch it, write its policy or override something in it last',
      mayNot: [() => approve(everything), () => approve(operator)],
      may: () => approve(approver),
    })
    await scene.untilState(rollout, 'succeeded')
  })

  it('releases the line', async () => {
    const rollout = await scene.launch(policy(gated))
    await scene.until(rollout, (one) => one.waitingFor.some(({ kind }) => kind === 'approval'))
    await stopLine(services, operator.actor, { reason: 'the gateway burns' })
    const release = ({ actor }: TestPerson) => releaseLine(services, actor, { reason: 'it is out' })
    await ends(rollout, {
      kind: 'paused',
      who: 'an operator: release the line',
      mayNot: [() => release(approver)],
      may: () => release(operator),
    })
    await approveGate(services, approver.actor, { rollout, gate: await gateOf(rollout) })
    await scene.untilState(rollout, 'succeeded')
  })

  it('ends a freeze, or overrides it for one rollout', async () => {
    const who = 'an admin: end the freeze, or override it for this rollout'
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    const frozen = { title: 'Quarter end', reason: 'the books', endsAt: inHours(2) }
    const { id } = await createFreeze(services, admin.actor, frozen)
    const [first, second] = [await scene.launch(), await scene.launch()]
    const overriding = { id, rollout: first, reason: 'the bank agreed', expiresAt: inHours(1) }
    const override = ({ actor }: TestPerson) => overrideFreeze(services, actor, overriding)
    const end = ({ actor }: TestPerson) => endFreeze(services, actor, { id })
    const kind = 'freeze'
    await ends(first, { kind, who, mayNot: [() => override(operator)], may: () => override(admin) })
    await ends(second, { kind, who, mayNot: [() => end(operator)], may: () => end(admin) })
    for (const rollout of [first, second]) await scene.untilState(rollout, 'succeeded')
  })

  it('answers for broken clusters, or raises the budget that they use up', async () => {
    const who = 'an operator: acknowledge broken clusters; an admin: raise the budget'
    const put = ({ actor }: TestPerson, max: number) => putBudget(services, actor, { name: 'all', max })
    const kind = 'disruption'
    await breakOne()
    await put(admin, 1)
    const others = { select: 'cluster.name != "c-0000"' }
    const first = await scene.launch(others)
    const acknowledge = ({ actor }: TestPerson) =>
      acknowledgeClusters(services, actor, { clusters: ['c-0000'], reason: 'looked at it' })
    await ends(first, {
      kind,
      who,
      mayNot: [() => acknowledge(approver)],
      may: () => acknowledge(operator),
    })
    await scene.untilState(first, 'succeeded')
    await breakOne()
    const second = await scene.launch(others)
    await ends(second, { kind, who, mayNot: [() => put(operator, 4)], may: () => put(admin, 4) })
    await scene.untilState(second, 'succeeded')
  })
})

async function launchAs({ actor }: TestPerson): Promise<{ id: string }> {
  const launched = await launchRollout(services, actor, { operation: 'upgrade', ...policy(gated) })
  await scene.until(launched.id, (one) => one.waitingFor.some(({ kind }) => kind === 'approval'))
  return launched
}

/** Fails on one cluster, which is broken from then on. */
async function breakOne(): Promise<void> {
  await scene.addOperation(
    '  retry: { attempts: 1 }\n  apply: { driver: simulator, with: { seconds: 0, failRate: 1 } }\n',
  )
  const id = await scene.launch({ select: 'cluster.name == "c-0000"' })
  await scene.until(id, ({ counts }) => counts.failed === 1)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
}
