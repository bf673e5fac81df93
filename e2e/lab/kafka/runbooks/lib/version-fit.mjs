// @ts-check
import { announcedVersion, observeProcess } from './broker.mjs'
import { compareVersions } from './distribution.mjs'
import { levelOf, readFeatures } from './features.mjs'
import { withBroker } from './protocol.mjs'
import { featuresOfRelease } from './release-features.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */

const metadataVersion = 'metadata.version'

/**
 * Throws when the cluster must not go to `version`: back to an older one without being told to, or to one that
 * cannot read metadata which has been finalised since.
 * @param {LabCluster} cluster
 * @param {string} version
 * @param {boolean} mayGoBack
 */
export async function refuseUnfitVersion(cluster, version, mayGoBack) {
  const newer = cluster.nodes.filter(
    (node) => compareVersions(observeProcess(node)?.version ?? version, version) > 0,
  )
  if (newer.length === 0) return
  const names = newer.map((node) => node.name).join(', ')
  if (!mayGoBack) throw new Error(`${names} of ${cluster.name} already run a newer version than ${version}`)
  const finalised = await finalisedLevel(cluster)
  const readable = (await featuresOfRelease(cluster, version)).get(metadataVersion) ?? 0
  if (finalised > readable)
    throw new Error(
      `${cluster.name} cannot go back to ${version}: its metadata version is finalised at ${finalised}, ` +
        `${version} reads up to ${readable}`,
    )
}

/** @param {LabCluster} cluster */
async function finalisedLevel(cluster) {
  for (const node of cluster.nodes) {
    const features = await withBroker(node.port, readFeatures).catch(() => null)
    if (features) return levelOf(features.finalised, metadataVersion)
  }
  throw new Error(`no broker of ${cluster.name} answers`)
}

/**
 * Lists what speaks against every broker running `version`. Three witnesses per broker must agree: the jars its
 * process was started from, the version it printed itself when it started, and, over the protocol, that the
 * metadata versions it supports are those of that release. (The protocol itself carries no patch version.)
 * @param {LabCluster} cluster
 * @param {string} version
 * @returns {Promise<string[]>}
 */
export async function versionProblems(cluster, version) {
  const expected = (await featuresOfRelease(cluster, version)).get(metadataVersion)
  const found = await Promise.all(
    cluster.nodes.map(async (node) => {
      const started = observeProcess(node)?.version ?? 'nothing'
      if (started !== version) return `${node.name} was started from the jars of ${started}`
      const announced = announcedVersion(node)
      if (announced !== version) return `${node.name} calls itself ${announced ?? 'nothing yet'}`
      const features = await withBroker(node.port, readFeatures).catch(() => null)
      if (features === null) return `${node.name} does not answer`
      const supported = levelOf(features.supported, metadataVersion)
      return supported === expected
        ? ''
        : `${node.name} supports metadata versions up to ${supported}, not ${expected}`
    }),
  )
  return found.filter((problem) => problem !== '')
}
