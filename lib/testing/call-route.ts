import type { Route } from '@/lib/server/next/route'

export interface CallOptions {
  token?: string
  json?: unknown
  body?: string
  headers?: Record<string, string>
}

export interface Answered {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any shape
  body: any
  text: string
}

/** Calls a route as a browser or script would, without a server in between; `path` may carry a query. */
export async function callRoute(handler: Route, path: string, options: CallOptions = {}): Promise<Answered> {
  const headers = new Headers({ host: 'console.test', ...options.headers })
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
  if (options.json !== undefined && !headers.has('content-type'))
    headers.set('content-type', 'application/json')
  const body = options.json === undefined ? options.body : JSON.stringify(options.json)
  const init = body === undefined ? {} : { body }
  const request = new Request(`http://console.test${path}`, {
    method: handler.endpoint.method,
    headers,
    ...init,
  })
  const response = await handler(request)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text ? JSON.parse(text) : null,
  }
}
