// @ts-check
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */

/**
 * What a runbook must still know after it was killed: which broker it took out (with the process it found there,
 * so that it can tell whether the restart has happened), and which ones this attempt is done with.
 * @typedef {object} Journal
 * @property {string} attempt idempotency key of the attempt that `done` belongs to
 * @property {{ node: string, pid: number | null } | null} out
 * @property {string[]} done
 */

/** @param {LabCluster} cluster */
const fileOf = (cluster) => path.join(cluster.home, 'journal.json')

/**
 * Reads the cluster's journal as it concerns this attempt: what another attempt has done does not count, but a
 * broker that another attempt left out is still out.
 * @param {LabCluster} cluster
 * @param {string} attempt
 * @returns {Journal}
 */
export function readJournal(cluster, attempt) {
  if (!existsSync(fileOf(cluster))) return { attempt, out: null, done: [] }
  /** @type {Journal} */
  const journal = JSON.parse(readFileSync(fileOf(cluster), 'utf8'))
  return journal.attempt === attempt ? journal : { attempt, out: journal.out, done: [] }
}

/**
 * Writes the journal so that a reader finds either the old or the new one whole.
 * @param {LabCluster} cluster
 * @param {Journal} journal
 */
export function writeJournal(cluster, journal) {
  const file = fileOf(cluster)
  writeFileSync(`${file}.new`, `${JSON.stringify(journal)}\n`, { flush: true })
  renameSync(`${file}.new`, file)
}
