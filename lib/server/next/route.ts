import { buildHeader, thisBuild } from '@/lib/api/build'
import type { AnyEndpoint, Call } from '@/lib/api/endpoint'
import { AppError } from '../errors'
import { parseInput, requirePermission } from '../mutation'
import { isSameOrigin } from '../origin'
import { parseJson } from '../parse-json'
import { matchPath, parseQuery, readText } from './parse-request'
import { problemOf, problemResponse } from './problem-response'
import { actorOfRequest } from './request-actor'
import { type WebServices, webServices } from './services'

const bodyBytesMax = 1024 * 1024
const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const jsonTypes = /^application\/(?:json|[\w.+-]+\+json)$/

export interface Route {
  (request: Request): Promise<Response>
  /** What the route was made from; a test demands it of every route there is. */
  readonly endpoint: AnyEndpoint
}

/**
 * Makes the route handler of an endpoint: who calls, whether they may, whether the call comes from our own
 * pages, and only then what they want. Whatever goes wrong is answered as problem+json.
 */
export function route(endpoint: AnyEndpoint): Route {
  const handler = async (request: Request): Promise<Response> => {
    const services = webServices()
    const start = performance.now()
    const response = await answer(services, request, endpoint)
    // A page of another build can tell that it may misread this.
    response.headers.set(buildHeader, thisBuild)
    // Who has commanded something sees it at once, not with the next look at the database.
    if (!readingMethods.has(request.method)) services.watcher.look()
    services.metrics.observeCall(endpoint.id, response.status, (performance.now() - start) / 1000)
    return response
  }
  return Object.assign(handler, { endpoint })
}

async function answer(services: WebServices, request: Request, endpoint: AnyEndpoint): Promise<Response> {
  try {
    const actor = await authorise(services, request, endpoint)
    const call = { services, actor, request, ...(await readInput(request, endpoint)) }
    return toResponse(await endpoint.handle(call as Call<never, never, never>), endpoint)
  } catch (error) {
    return problemResponse(problemOf(error, services.log, `${endpoint.method} ${endpoint.path}`))
  }
}

async function authorise(services: WebServices, request: Request, { permission, cost = 1 }: AnyEndpoint) {
  if (permission === 'public') return null
  const actor = await actorOfRequest(services, request, cost)
  if (!actor) {
    throw new AppError('unauthenticated', 'Sign in, or send a token: Authorization: Bearer cu_…')
  }
  // A cookie is sent by the browser whoever asked it to; a token only by who has it.
  if (actor.kind === 'user' && !readingMethods.has(request.method) && !isSameOrigin(request.headers)) {
    throw new AppError('forbidden', 'With a session, changes are taken from our own pages only; use a token.')
  }
  requirePermission(actor, permission)
  return actor
}

async function readInput(request: Request, endpoint: AnyEndpoint) {
  const url = new URL(request.url)
  const params = endpoint.params && parseInput(endpoint.params, matchPath(endpoint.path, url.pathname))
  const query = endpoint.query && parseQuery(endpoint.query, url)
  if (!endpoint.body && !endpoint.raw) return { params, query, body: undefined, text: '' }
  const text = await readText(request, endpoint.bodyBytesMax ?? bodyBytesMax)
  if (!endpoint.body) return { params, query, body: undefined, text }
  requireJson(request, text)
  const body = parseInput(endpoint.body, text.trim() === '' ? {} : parseJson(text))
  return { params, query, body, text: '' }
}

/** JSON only: a form, which any page may post anywhere, has other types. */
function requireJson(request: Request, text: string): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (text !== '' && !jsonTypes.test(type)) {
    throw new AppError('invalid', `Send JSON with content-type: application/json, not “${type || 'none'}”.`)
  }
}

function toResponse(answer: unknown, endpoint: AnyEndpoint): Response {
  if (answer instanceof Response) return answer
  const status = Number(Object.keys(endpoint.answers)[0] ?? 200)
  const headers = { 'cache-control': 'no-store' }
  return answer === undefined
    ? new Response(null, { status: 204, headers })
    : Response.json(answer, { status, headers })
}
