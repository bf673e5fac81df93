// @ts-check
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { compareVersions, isVersion, libsOf } from './distribution.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */

/**
 * Asks Kafka's own storage tool which feature levels belong to a release, e.g. metadata.version 21 to 3.9. The
 * newest installed version is asked, since the tool of 3.9 does not know the question.
 * @param {LabCluster} cluster
 * @param {string} version
 * @returns {Promise<Map<string, number>>}
 */
export async function featuresOfRelease(cluster, version) {
  const newest = readdirSync(cluster.distributions).filter(isVersion).sort(compareVersions).at(-1) ?? version
  const release = version.split('.').slice(0, 2).join('.')
  const argv = [
    '-Xmx64m',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    path.join(libsOf(cluster.distributions, newest), '*'),
    'kafka.tools.StorageTool',
    'version-mapping',
    '--release-version',
    release,
  ]
  const { stdout } = await promisify(execFile)(cluster.java, argv, { timeout: 60_000 })
  const levels = [...stdout.matchAll(/^([a-z.]+)=(\d+)/gm)].map(
    ([, name, level]) => /** @type {[string, number]} */ ([name, Number(level)]),
  )
  if (levels.length === 0) throw new Error(`Kafka ${newest} does not know the features of release ${release}`)
  return new Map(levels)
}
