// @ts-check
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { readCluster } from './cluster-file.mjs'
import { isVersion } from './distribution.mjs'

/**
 * Reads `--home FOLDER` and answers the cluster that lives there.
 * @param {string[]} [more] names of further options that take a value
 * @param {string[]} [flags] names of further options that take none
 */
export function readArguments(more = [], flags = []) {
  /** @type {Record<string, { type: 'string' | 'boolean' }>} */
  const options = { home: { type: 'string' } }
  for (const name of more) options[name] = { type: 'string' }
  for (const name of flags) options[name] = { type: 'boolean' }
  const { values } = parseArgs({ options, strict: true })
  if (typeof values.home !== 'string')
    throw new Error('--home is missing: the folder of the cluster to work on')
  return { cluster: readCluster(values.home), values }
}

/**
 * Checks the value of `--version`.
 * @param {unknown} value
 * @returns {string}
 */
export function versionArgument(value) {
  if (typeof value !== 'string' || !isVersion(value))
    throw new Error('--version must be a version such as 4.4.0')
  return value
}

/**
 * Answers the idempotency key of this attempt; by hand, without a key, every run is an attempt of its own.
 */
export function attemptKey() {
  return process.env.UPGRADER_ATTEMPT_KEY || randomUUID()
}
