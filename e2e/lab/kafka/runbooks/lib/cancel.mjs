// @ts-check

let asked = false

/**
 * Makes SIGTERM and SIGINT a request that the runbook answers where it can do so without leaving a broker down: a
 * broker that is shutting down is still started again, and no further one is taken out.
 */
export function listenForCancel() {
  for (const name of /** @type {const} */ (['SIGTERM', 'SIGINT'])) process.on(name, () => (asked = true))
}

/**
 * Throws when the runbook was asked to stop.
 * @param {string} state what is left behind, in words
 */
export function stopIfCancelled(state) {
  if (asked) throw new Error(`cancelled: ${state}`)
}
