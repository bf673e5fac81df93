import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { JournalEntry } from '../control-plane/journal'
import { passingFaults } from '../control-plane/modes'
import { eventually } from '../faults/eventually'
import { underWay } from '../faults/witness'
import { type Api, openApi } from './api'
import { Commands } from './commands'
import { faults } from './faults'
import { follow } from './follower'
import { touchedBy, touchedMin } from './judge/enough'
import { judgeRound, type Verdict } from './judge/round'
import type { Product, WorkerSeat } from './product'
import { badClusters, launchRound, type Run, workOfRound } from './programme'
import { type Act, drawSchedule } from './schedule'

const patienceMs = 120_000
const operationMs = 400
const stuckMs = 2_000
/** So many operations may end after each fault, whatever else may. */
const endsAfterFault = 3
/** A start that left before a pause was acknowledged may be on its way for so long; nothing else may. */
const pausedMs = 1_500

/** Plays one round: work, everything that can go wrong once, healing; then judges it from outside. */
export async function playRound(
  product: Product,
  seed: string,
  round: number,
  say: (line: string) => void,
): Promise<Verdict> {
  const { plane, url, tokens } = product
  const launcher = openApi(url, tokens.launcher)
  const admin = openApi(url, tokens.admin)
  const since = plane.journal.entries().length
  const log = () => plane.journal.entries(since)
  misbehave(product, `${seed}/${round}`, round)
  const runs = await launchRound(admin, launcher, round, `http://127.0.0.1:${product.planeLink.port}`)
  const commands = new Commands(launcher, openApi(url, tokens.approver), runs)
  const followers = runs.map((run) => follow(url, tokens.launcher, run.rollout))
  const helping = commands.help()
  // Whatever breaks there shows where it is waited for; until then it must not end the process.
  helping.catch(() => {})
  const hits = new Map<string, number>()
  const hurt = new Set<string>()
  try {
    await Promise.race([
      helping,
      (async () => {
        const schedule = drawSchedule(seed, round)
        // Half of what there is, so that work is left for the last fault, whatever was aborted before it.
        const share = Math.max(1, Math.floor(workOfRound / 2 / schedule.length) - endsAfterFault + 1)
        for (const act of schedule) {
          await worked(act, runs, log, plane)
          for (const cluster of await busy(log, plane)) hurt.add(cluster)
          // What is due ends now, so that the fault falls among ends, polls and new starts.
          plane.operations.letEnd(share)
          await sleep(act.delayMs)
          const began = performance.now()
          const count = await perform(product, act, runs, commands, log)
          hits.set(act.fault, (hits.get(act.fault) ?? 0) + count)
          const command = act.command ? ` + ${act.command.name} of ${act.command.run}` : ''
          say(`  ${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${act.fault}${command}`)
        }
        heal(product, round)
        await untilEnded(launcher, runs)
      })(),
    ])
  } finally {
    commands.stopHelping()
    await helping.catch(() => {})
  }
  try {
    return await judgeRound({ product, admin, launcher, runs, commands, followers, log: log(), hits, hurt })
  } finally {
    for (const follower of followers) follower.stop()
  }
}

/** The control plane misbehaves all the time, and lets nothing end before it is told to. */
function misbehave({ plane }: Product, seed: string, round: number): void {
  const random = { seed, rate: 0.2, faults: passingFaults }
  plane.setModes({ default: { durationMs: operationMs, delayMs: 1_200, random }, clusters: failing(round) })
  plane.operations.letEnd(0)
}

function heal({ plane }: Product, round: number): void {
  plane.setModes({ default: { durationMs: operationMs }, clusters: failing(round) })
  plane.operations.letEnd(Number.POSITIVE_INFINITY)
}

const failing = (round: number) =>
  Object.fromEntries(badClusters(round).map((cluster) => [cluster, { outcome: 'failed' as const }]))

type Log = () => readonly JournalEntry[]

/**
 * Waits until several operations are under way; where limits leave no room for that, lets one end after the other, and
 * is content with one after a while: how many there have to be in all is judged at the end.
 */
function busy(log: Log, { operations }: Product['plane']): Promise<string[]> {
  let letAt = performance.now() + stuckMs
  const contentAt = performance.now() + 3 * stuckMs
  return eventually('operations under way', patienceMs, () => {
    const now = underWay(log())
    if (now.length >= 3 || (now.length > 0 && performance.now() > contentAt)) return now
    if (performance.now() > letAt) {
      operations.letEnd(1)
      letAt += stuckMs
    }
    return undefined
  })
}

/**
 * Waits until a rollout that is to be ended or taken back has touched enough to make that worth it, and lets one
 * operation end after the other meanwhile.
 */
async function worked(
  { command: wanted }: Act,
  runs: readonly Run[],
  log: Log,
  { operations }: Product['plane'],
): Promise<void> {
  const run = runs.find(({ name }) => name === wanted?.run)
  if (!run || wanted?.name === 'pause') return
  let letAt = performance.now() + stuckMs
  await eventually(`${touchedMin} clusters touched by ${run.name}`, patienceMs, () => {
    if (touchedBy(run, log()) >= touchedMin) return true
    if (performance.now() > letAt) {
      operations.letEnd(1)
      letAt += stuckMs
    }
    return undefined
  })
}

/** Lets a fault happen, with the command that falls into it, and waits until work has gone on after it. */
async function perform(
  product: Product,
  act: Act,
  runs: readonly Run[],
  commands: Commands,
  log: Log,
): Promise<number> {
  const fault = await faults[act.fault](product, act, product.workers[act.seat] as WorkerSeat)
  const lasted = sleep(act.lastsMs)
  const asked = command(act, runs, commands)
  // It is waited for below, after the fault: only then can most commands be answered.
  asked.catch(() => {})
  await lasted
  const count = await fault.heal()
  const finish = await asked
  const before = changes(log())
  await finish()
  // What was let end before may all have ended during the fault, and its slots be taken since.
  product.plane.operations.letEnd(endsAfterFault)
  await eventually(`work after ${act.fault}`, patienceMs, () => changes(log()) > before || undefined)
  return count
}

const changes = (log: readonly JournalEntry[]): number =>
  log.filter(({ type }) => type === 'applied' || type === 'ended').length

/** @returns what ends it, once the fault has healed. */
async function command(
  { command: wanted }: Act,
  runs: readonly Run[],
  commands: Commands,
): Promise<() => Promise<void>> {
  const run = runs.find(({ name }) => name === wanted?.run)
  if (!wanted || !run) return async () => {}
  switch (wanted.name) {
    case 'pause': {
      const hold = await commands.pause(run)
      return async () => {
        // It holds also for a worker that was frozen or cut off, and has just come back.
        await sleep(pausedMs)
        await commands.resume(hold)
      }
    }
    case 'abort':
      await commands.abort(run)
      return async () => {}
    case 'rollback':
      await commands.rollback(run)
      return async () => {}
  }
}

async function untilEnded(api: Api, runs: readonly Run[]): Promise<void> {
  for (const { name, rollout } of runs) {
    let last: RolloutDto | undefined
    await eventually(`the end of ${name}`, patienceMs, async () => {
      last = await api.get<RolloutDto>(`/api/v1/rollouts/${rollout}`)
      return isFinished(last.state) || undefined
    }).catch((error) => {
      const { state, counts, waitingFor } = last ?? {}
      throw new Error(`${error.message}: ${JSON.stringify({ state, counts, waitingFor })}`)
    })
  }
}
