import type { z } from 'zod'
import type { Permission } from '@/lib/core/access/permissions'
import type { PersonActor } from '@/lib/members/load-actor'
import type { WebServices } from '@/lib/server/next/services'

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'

/** One documented answer of an endpoint. */
export interface Answer {
  description: string
  /** The body, as JSON unless `contentTypes` says otherwise; unset = no body. */
  schema?: z.ZodType
  contentTypes?: readonly string[]
}

/** A body that is not one JSON value: the endpoint reads the text itself. */
export interface RawBody {
  contentTypes: readonly string[]
  description: string
  /** What a JSON body looks like, for the documentation. */
  schema?: z.ZodType
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** What a handler is called with; everything is parsed and allowed already. */
export interface Call<Params, Query, Body> {
  services: WebServices
  /** Whoever calls; a public endpoint has no actor to rely on. */
  actor: PersonActor
  params: Parsed<Params>
  query: Parsed<Query>
  body: Parsed<Body>
  /** The text of a raw body; empty otherwise. */
  text: string
  request: Request
}

/**
 * One verb of the API: who may call it, what it takes, what it answers, and how it is done. Routes are made
 * from it, and so is the OpenAPI document, so the two cannot disagree.
 */
export interface Endpoint<Params = unknown, Query = unknown, Body = unknown> {
  method: Method
  /** Under the site's root, with parameters in braces: `/api/v1/clusters/{name}`. */
  path: string
  /** Unique, for generated clients: `listClusters`. */
  id: string
  tag: string
  summary: string
  description?: string
  permission: Permission | 'public'
  params?: Params
  query?: Query
  body?: Body
  raw?: RawBody
  /** Request headers that mean something, by name. */
  headers?: Record<string, string>
  /** Largest body in bytes; 1 MiB unless said. */
  bodyBytesMax?: number
  /** How many calls it counts as when calls are limited; 1 unless said. */
  cost?: number
  /** By status; the first is what a handler that answers plain data sends. */
  answers: Record<number, Answer>
  /** Answers data, sent as JSON, or a complete response. */
  handle(call: Call<Params, Query, Body>): Promise<unknown>
}

/** An endpoint whose types do not matter any more, for lists of them. */
// biome-ignore lint/suspicious/noExplicitAny: parameters of handlers are contravariant, no narrower type takes all
export type AnyEndpoint = Endpoint<any, any, any>

/** Makes an endpoint; exists so that its handler's types follow from its schemas. */
export function endpoint<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: Endpoint<Params, Query, Body>): Endpoint<Params, Query, Body> {
  return spec
}

/** Answers data with a status other than the usual one. */
export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
