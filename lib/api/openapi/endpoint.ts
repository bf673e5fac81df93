import { z } from 'zod'
import packageJson from '@/package.json' with { type: 'json' }
import { type AnyEndpoint, endpoint } from '../endpoint'
import { endpoints } from '../endpoints'
import { openApiDocument } from './document'
import type { JsonSchema } from './json-schema'

let made: JsonSchema | undefined

/** The OpenAPI document itself: public, as it holds nothing that the source does not. */
export const getOpenApi = endpoint({
  method: 'GET',
  path: '/api/openapi.json',
  id: 'getOpenApi',
  tag: 'System',
  summary: 'This document',
  permission: 'public',
  answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
  handle: async () => {
    made ??= openApiDocument(documented(), packageJson.version)
    return made
  },
})

/** Every verb that is documented, this one included. */
export const documented = (): AnyEndpoint[] => [...endpoints, getOpenApi]
