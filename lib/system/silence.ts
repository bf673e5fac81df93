/** A worker renews its row every few seconds; silent for longer than this, it is taken for dead. */
export const workerSilentMsMax = 30_000
