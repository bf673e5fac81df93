import type { RoleBinding } from '@/lib/core/access/permissions'

/** Whoever acts: a person in a browser, a person's API token, or the system itself. */
export type Actor =
  | {
      kind: 'user' | 'token'
      userId: number
      /** The principal's name in audit rows and events. */
      name: string
      bindings: readonly RoleBinding[]
      sessionId: string | null
      tokenId: number | null
      ip: string | null
      userAgent: string | null
    }
  | { kind: 'system'; name: string }

/** Gives the actor's name as it is written into events: `ada`, or `system:worker`. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'system' ? `system:${actor.name}` : actor.name
