import type { Mode } from './modes'
import { type Operation, type Operations, operationBody } from './operations'
import type { ApiRequest } from './request'

/** What the API would answer if nothing went wrong. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  readonly operation: Operation | null
}

/** Carries out a request and gives its answer. Requests that change something are idempotent by key. */
export function carryOut(
  asked: ApiRequest,
  request: number,
  mode: Mode & { readonly durationMs: number },
  operations: Operations,
): ApiAnswer {
  switch (asked.action) {
    case 'start': {
      if (asked.key === null || asked.cluster === null)
        return answer(400, { error: 'an Idempotency-Key is required' })
      const { key, cluster, generation, step } = asked
      const version = typeof asked.body.version === 'string' ? asked.body.version : null
      const operation = operations.start({ request, cluster, key, generation, step, version, mode })
      return answer(202, operationBody(operation), operation)
    }
    case 'poll':
    case 'cancel': {
      const operation = operations.find(asked.operation ?? '')
      if (!operation) return answer(404, { error: 'there is no such operation' })
      if (asked.action === 'cancel') operations.cancel(operation)
      return answer(200, operationBody(operation), operation)
    }
    case 'health':
      return mode.healthy === false ? answer(500, { status: 'DOWN' }) : answer(200, { status: 'UP' })
    case 'read':
      return answer(200, { name: asked.cluster, version: operations.versionOf(asked.cluster ?? '') })
    case 'unknown':
      return answer(404, { error: 'there is no such path' })
  }
}

function answer(status: number, body: unknown, operation: Operation | null = null): ApiAnswer {
  return { status, body, operation }
}
