// @ts-check
import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {object} LabNode One broker-controller of a cluster.
 * @property {string} name `broker-1` …; also the name of its folder
 * @property {number} id its `node.id`
 * @property {number} port client listener on loopback
 * @property {string} dir absolute folder with server.properties, version, logs and data
 */

/**
 * @typedef {object} LabCluster What a runbook needs to know of a cluster, written once when it is made.
 * @property {string} name
 * @property {string} home absolute folder of the cluster
 * @property {string} distributions absolute folder that holds `<version>/libs/*.jar`
 * @property {string} java absolute path of the Java launcher
 * @property {string} logging absolute folder with the logging configuration of the brokers
 * @property {number} lockPort loopback port that whoever changes the cluster keeps bound
 * @property {LabNode[]} nodes
 */

/** Names the file that describes the cluster living in `home`. @param {string} home */
export function clusterFile(home) {
  return path.join(home, 'cluster.json')
}

/**
 * Reads the description of the cluster living in `home`; throws when there is none.
 * @param {string} home
 * @returns {LabCluster}
 */
export function readCluster(home) {
  try {
    return JSON.parse(readFileSync(clusterFile(path.resolve(home)), 'utf8'))
  } catch (cause) {
    throw new Error(`no Kafka lab cluster in ${home}: start the lab first (npm run lab:kafka)`, { cause })
  }
}
