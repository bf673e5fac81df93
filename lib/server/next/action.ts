import { headers } from 'next/headers'
import type { ActionResult } from '@/lib/api/problem'
import type { Permission } from '@/lib/core/access/permissions'
import type { PersonActor } from '@/lib/members/load-actor'
import { AppError } from '../errors'
import { type Mutation, requirePermission } from '../mutation'
import { problemOf } from './problem-response'
import { actorOfRequest } from './request-actor'
import { type WebServices, webServices } from './services'

interface ActionSpec<Input, Output> {
  permission: Permission
  /** What a call counts as in the caller's limit; defaults to 1. */
  cost?: number
  /** Does it; what comes from the browser is untyped in truth, so it must be parsed, as mutations do. */
  run(services: WebServices, actor: PersonActor, input: Input): Promise<Output>
}

export interface Action<Input, Output> {
  (input: Input): Promise<ActionResult<Output>>
  readonly permission: Permission
}

/**
 * Makes a server action: it finds who calls, checks the permission, and answers a result; what is refused is
 * a problem, never an exception. An action can be posted to any path, so each one authorises itself.
 */
export function action<Input, Output>({
  permission,
  cost = 1,
  run,
}: ActionSpec<Input, Output>): Action<Input, Output> {
  const call = async (input: Input): Promise<ActionResult<Output>> => {
    const services = webServices()
    try {
      const request = new Request('http://action.invalid/', { headers: new Headers(await headers()) })
      const actor = await actorOfRequest(services, request, cost)
      if (!actor) throw new AppError('unauthenticated', 'Your session has ended. Sign in again.')
      requirePermission(actor, permission)
      return { ok: true, value: await run(services, actor, input) }
    } catch (error) {
      return { ok: false, problem: problemOf(error, services.log, `action ${permission}`) }
    }
  }
  return Object.assign(call, { permission })
}

/** Makes the server action of a mutation; `cost` as in the route of the same verb. */
export function actionOf<Input, Output>(mutation: Mutation<Input, Output>, cost = 1): Action<Input, Output> {
  return action({ permission: mutation.permission, cost, run: mutation })
}
