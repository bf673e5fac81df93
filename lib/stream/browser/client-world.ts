/** What the client needs of its surroundings; tests bring their own. */
export interface ClientWorld {
  fetch: typeof fetch
  now(): number
  random(): number
}

/** The server will not have us: trying again is of no use. */
export class Refused extends Error {
  constructor(
    readonly reason: 'session' | 'gone' | 'refused',
    message: string,
  ) {
    super(message)
  }
}

export const browserWorld: ClientWorld = {
  fetch: (...args) => fetch(...args),
  now: () => Date.now(),
  random: () => Math.random(),
}
