import { createRandom } from '@/lib/core/shared/random'

/**
 * What goes wrong with one request.
 *
 * - `none`: nothing. `slow`: the answer comes after `delayMs`. `hang`: received, not applied, never answered
 * - `garbage`: applied, answered 200 with something unreadable. `html`: applied, answered 200 with a page
 * - `busy`: 429 with `Retry-After`, not applied. `unavailable`: 503, not applied
 * - `late`: received, never answered, and applied after `delayMs`. `twice`: applied and answered, and the same
 *   request arrives once more after `delayMs`
 * - `cut`: the connection breaks before anything is applied
 * - `lost`: applied, then the connection breaks instead of an answer. `lost-slowly`: applied, never answered
 * - `conflict`: applied, answered 409 with the operation's id. `refused`: 400, not applied
 * - `redirect`: 302 to the metadata service, not applied
 */
export const faults = [
  'none',
  'slow',
  'hang',
  'garbage',
  'html',
  'busy',
  'unavailable',
  'cut',
  'lost',
  'lost-slowly',
  'late',
  'twice',
  'conflict',
  'refused',
  'redirect',
] as const
export type Fault = (typeof faults)[number]

/** Faults that end by themselves when the same request is sent again: a fleet must get through all of them. */
export const passingFaults: readonly Fault[] = [
  'slow',
  'hang',
  'garbage',
  'html',
  'busy',
  'unavailable',
  'cut',
  'lost',
  'lost-slowly',
  'late',
  'twice',
  'conflict',
]

/** How the control plane behaves, towards one cluster or all. */
export interface Mode {
  readonly start?: Fault
  readonly poll?: Fault
  readonly cancel?: Fault
  readonly health?: Fault
  /** How many requests per key (and kind) the fault hits before all is well; unset = all of them. */
  readonly times?: number
  /** What becomes of an operation; `stuck` = it never ends. */
  readonly outcome?: 'done' | 'failed' | 'stuck'
  /** Whether `/health` says so. */
  readonly healthy?: boolean
  /** How long an operation takes. */
  readonly durationMs?: number
  /** The delay of `slow`, `late` and `twice`. */
  readonly delayMs?: number
  /** What `busy` asks for; whole seconds go over the wire. */
  readonly retryAfterS?: number
  /** Draws faults instead: each request meets one of them with this probability, the same for the same seed. */
  readonly random?: { readonly seed: string; readonly rate: number; readonly faults: readonly Fault[] }
}

/** A mode with every default made explicit. */
export const calm = {
  start: 'none',
  poll: 'none',
  cancel: 'none',
  health: 'none',
  times: Number.POSITIVE_INFINITY,
  outcome: 'done',
  healthy: true,
  durationMs: 200,
  delayMs: 500,
  retryAfterS: 1,
} as const satisfies Mode

/** Modes of a control plane: one for all clusters, and exceptions by name. */
export interface Modes {
  readonly default?: Mode
  readonly clusters?: Readonly<Record<string, Mode>>
}

export type FaultyAction = 'start' | 'poll' | 'cancel' | 'health'

/** Finds the mode for a cluster. */
export function modeFor(modes: Modes, cluster: string | null): Mode & typeof calm {
  const own =
    cluster !== null && modes.clusters && Object.hasOwn(modes.clusters, cluster)
      ? modes.clusters[cluster]
      : {}
  return { ...calm, ...modes.default, ...own } as Mode & typeof calm
}

/** Decides the fault of the `nth` request (from 1) of one kind for one key. */
export function faultFor(mode: Mode & typeof calm, action: FaultyAction, key: string, nth: number): Fault {
  if (mode.random) {
    const { seed, rate, faults: choice } = mode.random
    const random = createRandom(`${seed}/${action}/${key}/${nth}`)
    return random.next() < rate ? (choice[random.int(choice.length)] ?? 'none') : 'none'
  }
  return nth <= mode.times ? mode[action] : 'none'
}
