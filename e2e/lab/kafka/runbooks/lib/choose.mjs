// @ts-check

/** @typedef {import('./cluster-file.mjs').LabNode} LabNode */

/**
 * Chooses which of the pending brokers goes next, null when none is left: first the one that is out already,
 * since no second one may leave while it is; the active controller last, so that it moves only once.
 * @param {LabNode[]} pending
 * @param {{ out: string | null, controller: number | null }} known
 * @returns {LabNode | null}
 */
export function chooseNext(pending, { out, controller }) {
  const takenOut = pending.find((node) => node.name === out)
  if (takenOut) return takenOut
  return pending.find((node) => node.id !== controller) ?? pending[0] ?? null
}
