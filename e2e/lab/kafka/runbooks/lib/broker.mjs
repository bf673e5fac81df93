// @ts-check
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { libsOf } from './distribution.mjs'
import { findProcess } from './process-table.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */
/** @typedef {import('./cluster-file.mjs').LabNode} LabNode */

// Small enough for nine brokers beside the product. C1 only: a lab broker lives minutes, so what the second
// compiler would win is less than the processor time it takes from the others while nine of them start.
const jvmFlags = [
  '-Xms64m',
  '-Xmx160m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:ReservedCodeCacheSize=48m',
  '-XX:MaxDirectMemorySize=64m',
  '-Xss512k',
  '-XX:-UsePerfData',
  '-Xshare:auto',
  '-Djava.awt.headless=true',
]

/** @param {LabNode} node */
const marker = (node) => `-Dlab.node=${node.dir}`

/** Names the file that collects what a broker prints from its latest start on. @param {LabNode} node */
export function logFile(node) {
  return path.join(node.dir, 'broker.log')
}

/** Reads which version the node is set to start with. @param {LabNode} node */
export function configuredVersion(node) {
  return readFileSync(path.join(node.dir, 'version'), 'utf8').trim()
}

/**
 * Sets the version that the next start of the node uses.
 * @param {LabNode} node
 * @param {string} version
 */
export function swapVersion(node, version) {
  const file = path.join(node.dir, 'version')
  writeFileSync(`${file}.new`, `${version}\n`)
  renameSync(`${file}.new`, file)
}

/**
 * Observes the broker's process: its pid and the version of the jars it was started from, or null when it is down.
 * @param {LabNode} node
 */
export function observeProcess(node) {
  const found = findProcess(marker(node))
  if (found === null) return null
  const classpath = found.argv[found.argv.indexOf('-cp') + 1] ?? ''
  return { pid: found.pid, version: path.basename(path.dirname(path.dirname(classpath))) }
}

/**
 * Reads the version that the broker itself printed when it last started, or null while it has not yet.
 * @param {LabNode} node
 */
export function announcedVersion(node) {
  if (!existsSync(logFile(node))) return null
  return /Kafka version: (\S+)/.exec(readFileSync(logFile(node), 'utf8'))?.[1] ?? null
}

/**
 * Starts the broker with its configured version, detached in a process group of its own so that it outlives
 * whoever started it, and answers its pid.
 * @param {LabCluster} cluster
 * @param {LabNode} node
 */
export function startBroker(cluster, node) {
  const libs = libsOf(cluster.distributions, configuredVersion(node))
  if (existsSync(logFile(node))) renameSync(logFile(node), path.join(node.dir, 'broker.previous.log'))
  const output = openSync(logFile(node), 'a')
  const logging = [
    `-Dlog4j.configuration=file:${cluster.logging}/log4j.properties`,
    `-Dlog4j2.configurationFile=${cluster.logging}/log4j2.properties`,
  ]
  const argv = [
    ...jvmFlags,
    ...logging,
    marker(node),
    '-cp',
    path.join(libs, '*'),
    'kafka.Kafka',
    path.join(node.dir, 'server.properties'),
  ]
  const child = spawn(cluster.java, argv, {
    cwd: node.dir,
    detached: true,
    stdio: ['ignore', output, output],
  })
  child.on('error', () => {}) // a launcher that cannot run shows up as a broker that is not there
  child.unref()
  closeSync(output)
  return child.pid ?? null
}

/**
 * Asks the broker to shut down in a controlled way and waits until its process is gone; answers whether it is.
 * It is never killed here: a broker that takes long is moving its leaders, and killing it loses what that wins.
 * @param {LabNode} node
 * @param {number} timeoutMs
 */
export async function stopBroker(node, timeoutMs) {
  const deadline = Date.now() + timeoutMs
  const running = observeProcess(node)
  if (running !== null) signal(running.pid, 'SIGTERM')
  while (observeProcess(node) !== null) {
    if (Date.now() > deadline) return false
    await sleep(100)
  }
  return true
}

/** Ends the broker's process at once, for taking a whole lab down. @param {LabNode} node */
export function killBroker(node) {
  const running = observeProcess(node)
  if (running !== null) signal(running.pid, 'SIGKILL')
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}
