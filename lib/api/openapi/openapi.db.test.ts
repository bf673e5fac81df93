import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { GET } from '@/app/api/openapi.json/route'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { testWebServices } from '@/lib/testing/web-services'
import { documented } from './endpoint'

testWebServices(testDatabase())

describe('the OpenAPI document', () => {
  it('is served, valid OpenAPI 3.1, and has every documented verb', async () => {
    const { status, body } = await callRoute(GET, '/api/openapi.json')
    expect(status).toBe(200)
    const result = await new Validator().validate(structuredClone(body))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
    expect(body.openapi).toBe('3.1.0')
    for (const { path, method } of documented()) expect(body.paths[path][method.toLowerCase()]).toBeDefined()
  })

  it('names each operation once, and describes its path parameters', () => {
    const ids = documented().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, params } of documented()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(Object.keys(params?.shape ?? {}).sort(), path).toEqual(named.sort())
    }
  })

  it('documents bodies and answers from the schemas that parse them', async () => {
    const { body } = await callRoute(GET, '/api/openapi.json')
    const launch = body.paths['/api/v1/plans'].post
    const schema = launch.requestBody.content['application/json'].schema
    expect(schema).toMatchObject({
      type: 'object',
      required: ['operation', 'policy'],
      additionalProperties: false,
    })
    const list = body.paths['/api/v1/clusters'].get
    expect(list.parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: expect.objectContaining({ type: 'integer', default: 100 }),
      }),
    )
    expect(list.responses.default.$ref).toBe('#/components/responses/Problem')
  })
})
