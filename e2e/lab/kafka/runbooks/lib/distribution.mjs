// @ts-check
import { existsSync } from 'node:fs'
import path from 'node:path'

const versionPattern = /^\d+\.\d+\.\d+$/

/** Says whether `version` is three numbers with dots, the only form that may become part of a path. @param {string} version */
export function isVersion(version) {
  return versionPattern.test(version)
}

/**
 * Names the folder of jars of one Kafka version; throws when the version is malformed or not installed.
 * @param {string} distributions
 * @param {string} version
 */
export function libsOf(distributions, version) {
  if (!isVersion(version)) throw new Error(`"${version}" is not a Kafka version such as 3.9.2`)
  const libs = path.join(distributions, version, 'libs')
  if (!existsSync(libs)) throw new Error(`Kafka ${version} is not installed in ${distributions}`)
  return libs
}

/**
 * Compares two versions number by number: negative when `a` is older, 0 when equal.
 * @param {string} a
 * @param {string} b
 */
export function compareVersions(a, b) {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
