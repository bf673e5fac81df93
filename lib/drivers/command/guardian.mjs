/**
 * Runs one runbook in a process group of its own and outlives its worker just long enough to end it.
 *
 * A worker that is killed cannot clean up, and one that is frozen does not know that it should; in both
 * cases another worker will start the same work anew, and the two must not run side by side. So between
 * worker and runbook stands this process, which holds the read end of a pipe (the lifeline, fd 3) that the
 * worker writes to every half second. End of file or silence on it means: no worker, so no runbook.
 *
 *   fd 0, 1, 2   belong to the runbook
 *   fd 3 in      one line of JSON {file, args, env, cwd, lock, beatMs, silentBeats, stopGraceMs}, then beats
 *                (empty lines) and `stop <ms>`: end the group, leaving it that long
 *   fd 4 out     {started: pid, ticks} or {refused: message, busy}; then {code, signal, silence} when all is over
 *
 * Plain JavaScript without imports from the project: it must start in 40 ms and run from anywhere.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long the group may clean up when its worker is gone: less than another worker takes to notice. */
const orphanGraceMs = 500
/** How long to wait for a killed group to vanish. */
const reapMs = 1_000

let group = 0
let stopping = null
let silence = false

/** Says why nothing was started, and goes. */
function refuse(message, busy = false) {
  tell({ refused: message, busy })
  process.exit(1)
}

const tell = (message) => {
  try {
    writeSync(4, `${JSON.stringify(message)}\n`)
  } catch {
    // The worker is gone; there is nobody to tell.
  }
}

/** Sends a signal to the whole group; false when no process is left in it. */
function signalGroup(signal) {
  try {
    process.kill(-group, signal)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Tells whether anything still runs in the group. Zombies do not: in a container nobody may ever reap them. */
function groupRuns() {
  if (!signalGroup(0)) return false
  try {
    return readdirSync('/proc').some((name) => /^\d/.test(name) && isRunningMember(name))
  } catch {
    return true
  }
}

function isRunningMember(pid) {
  const [state, , pgrp] = statFields(pid) ?? []
  return Number(pgrp) === group && state !== 'Z' && state !== 'X'
}

/** Reads the fields of /proc/<pid>/stat that follow the name: state, parent, group, …; null when it is gone. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

async function groupGone(withinMs) {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(25)) {
    if (!groupRuns()) return true
  }
  return !groupRuns()
}

async function endGroup(graceMs) {
  if (!signalGroup('SIGTERM')) return
  if (await groupGone(graceMs)) return
  signalGroup('SIGKILL')
  await groupGone(reapMs)
}

/** Ends the group once; a shorter grace that comes later still counts. */
function stop(graceMs) {
  if (group === 0) process.exit(1)
  if (stopping) setTimeout(() => signalGroup('SIGKILL'), graceMs)
  else stopping = endGroup(graceMs)
}

/** When a process started, in clock ticks since boot: with it a reused process number is recognised. */
const startTicks = (pid) => Number(statFields(pid)?.[19] ?? Date.now())

function launch(order) {
  let child
  try {
    child = spawn(order.file, order.args, {
      env: order.env,
      cwd: order.cwd,
      detached: true,
      stdio: ['inherit', 'inherit', 'inherit'],
    })
  } catch (error) {
    refuse(error.message)
  }
  child.on('error', (error) => refuse(error.message))
  if (!child.pid) return
  group = child.pid
  tell({ started: group, ticks: startTicks(group) })
  child.on('exit', async (code, signal) => {
    // What the runbook left running in its group would act without anybody watching.
    await (stopping ?? endGroup(order.stopGraceMs))
    tell({ code, signal, silence })
    process.exit(0)
  })
}

/**
 * Takes a name that only one process of this machine can have, and that is free again the moment its holder is
 * gone: a socket in Linux' abstract namespace. So a guardian that still ends the runbook of a frozen worker keeps
 * another worker from running the same attempt beside it. Elsewhere only the time until a worker is called dead
 * keeps them apart.
 */
function withLock(name, use) {
  if (process.platform !== 'linux') return use()
  createServer()
    .on('error', (error) => refuse(`the lock of this attempt is taken (${error.code})`, true))
    .listen(`\0upgrader-runbook-${name}`, use)
}

/** The worker is gone, or cannot say that it is there. */
function orphaned() {
  silence = true
  stop(orphanGraceMs)
}

/** Counts beats missed rather than time passed, so that a machine that slept does not look like silence. */
function watchBeats(order) {
  let missed = 0
  setInterval(() => {
    missed += 1
    if (missed === order.silentBeats) orphaned()
  }, order.beatMs)
  return () => {
    missed = 0
  }
}

let beat = () => {}
let pending = ''
const lifeline = new Socket({ fd: 3, readable: true, writable: false }).setEncoding('utf8')
lifeline.on('data', (chunk) => {
  beat()
  pending += chunk
  for (let end = pending.indexOf('\n'); end !== -1; end = pending.indexOf('\n')) {
    const line = pending.slice(0, end)
    pending = pending.slice(end + 1)
    if (line.startsWith('{')) {
      const order = JSON.parse(line)
      beat = watchBeats(order)
      withLock(order.lock, () => launch(order))
    } else if (line.startsWith('stop ')) stop(Number(line.slice(5)))
  }
})
lifeline.on('end', orphaned)
lifeline.on('error', orphaned)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => stop(orphanGraceMs))
