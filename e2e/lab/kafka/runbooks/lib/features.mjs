// @ts-check
import { apiVersionsV3 } from '@platformatic/kafka'

/** @typedef {import('@platformatic/kafka').Connection} Connection */
/** @typedef {import('@platformatic/kafka').Reader} Reader */
/** @typedef {{ name: string, min: number, max: number }} FeatureRange */
/** @typedef {{ supported: FeatureRange[], finalised: FeatureRange[] }} Features */

const supportedTag = 0
const finalisedTag = 2

/**
 * Reads which feature levels one broker could run and which the cluster has finalised.
 *
 * The range of `metadata.version` that a broker supports differs from release to release: it is the protocol's
 * own fingerprint of the software that runs. The client library drops this tagged part of the answer, hence the
 * reader of our own.
 * @param {Connection} connection
 * @returns {Promise<Features>}
 */
export function readFeatures(connection) {
  const { key, version } = apiVersionsV3.api
  const request = () => apiVersionsV3.createRequest('lab-runbook', '1')
  return new Promise((resolve, reject) => {
    connection.send(key, version, request, parseFeatures, true, false, (error, features) =>
      error ? reject(error) : resolve(features),
    )
  })
}

/**
 * @param {number} _correlationId
 * @param {number} _apiKey
 * @param {number} _apiVersion
 * @param {Reader} reader
 * @returns {Features}
 */
function parseFeatures(_correlationId, _apiKey, _apiVersion, reader) {
  const errorCode = reader.readInt16()
  if (errorCode !== 0) throw new Error(`the broker refused ApiVersions with error code ${errorCode}`)
  reader.readArray((r) => r.skip(6)) // api key, oldest and newest version, two bytes each
  reader.readInt32() // throttle time
  /** @type {Features} */
  const features = { supported: [], finalised: [] }
  for (let left = reader.readUnsignedVarInt(); left > 0; left--) {
    const tag = reader.readUnsignedVarInt()
    const size = reader.readUnsignedVarInt()
    if (tag === supportedTag) {
      features.supported = reader.readArray((r) => ({
        name: r.readString(),
        min: r.readInt16(),
        max: r.readInt16(),
      }))
    } else if (tag === finalisedTag) {
      // Here the newest level comes first.
      features.finalised = reader.readArray((r) => ({
        name: r.readString(),
        max: r.readInt16(),
        min: r.readInt16(),
      }))
    } else {
      reader.skip(size)
    }
  }
  return features
}

/**
 * Answers the highest level of one feature in a list of ranges, 0 when it is not in the list.
 * @param {FeatureRange[]} ranges
 * @param {string} name
 */
export function levelOf(ranges, name) {
  return ranges.find((range) => range.name === name)?.max ?? 0
}
