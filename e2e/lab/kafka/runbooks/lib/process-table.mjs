// @ts-check
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ pid: number, argv: string[] }} RunningProcess */

/**
 * Finds the process that was started with the exact argument `marker`, or null.
 *
 * Brokers are looked up in the process table and not in a pid file: whoever is killed between starting a
 * broker and writing its pid down would leave a running broker that nobody knows of, and a pid file that
 * outlives a reboot may name somebody else's process.
 * @param {string} marker
 * @returns {RunningProcess | null}
 */
export function findProcess(marker) {
  const all = existsSync('/proc/self/cmdline') ? fromProc() : fromPs()
  return all.find(({ argv }) => argv.includes(marker)) ?? null
}

/** @returns {RunningProcess[]} */
function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), argv: commandLine(name) }))
}

/** @param {string} pid */
function commandLine(pid) {
  try {
    // A zombie has an empty command line and so never matches a marker.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/** @returns {RunningProcess[]} */
function fromPs() {
  return execFileSync('ps', ['-ww', '-A', '-o', 'pid=,args='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ...argv]) => ({ pid: Number(pid), argv }))
}
