import type { IncomingMessage } from 'node:http'
import { isObject } from '@/lib/core/shared/json'
import type { Action } from './journal'

/** One request, read. */
export interface ApiRequest {
  readonly action: Action
  readonly cluster: string | null
  readonly operation: string | null
  readonly key: string | null
  readonly generation: number | null
  readonly step: string | null
  readonly body: Record<string, unknown>
}

const routes: readonly { method: string; path: RegExp; action: Action }[] = [
  { method: 'POST', path: /^\/clusters\/(?<cluster>[^/]+)\/upgrades$/, action: 'start' },
  { method: 'GET', path: /^\/upgrades\/(?<operation>[^/]+)$/, action: 'poll' },
  { method: 'DELETE', path: /^\/upgrades\/(?<operation>[^/]+)$/, action: 'cancel' },
  { method: 'GET', path: /^\/health$/, action: 'health' },
  { method: 'GET', path: /^\/clusters\/(?<cluster>[^/]+)\/health$/, action: 'health' },
  { method: 'GET', path: /^\/clusters\/(?<cluster>[^/]+)$/, action: 'read' },
]

/** Reads what a request asks for; `action` is `unknown` for a path that the API does not have. */
export async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const path = new URL(request.url ?? '/', 'http://control-plane').pathname
  const route = routes.find((candidate) => candidate.method === request.method && candidate.path.test(path))
  const groups = route?.path.exec(path)?.groups ?? {}
  const generation = header(request, 'upgrader-generation')
  return {
    action: route?.action ?? 'unknown',
    cluster: groups.cluster === undefined ? null : decodeURIComponent(groups.cluster),
    operation: groups.operation === undefined ? null : decodeURIComponent(groups.operation),
    key: header(request, 'idempotency-key'),
    generation: generation === null ? null : Number(generation),
    step: header(request, 'upgrader-step'),
    body: await readJson(request),
  }
}

/** Reads a body as a JSON object; anything else is an empty one. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
