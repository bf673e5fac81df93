import { describe, expect, it } from 'vitest'
import { exportDocument } from '@/lib/core/document/export'
import { checkParams, paramsSchemaProblem } from './params'
import { readOperation } from './read'
import { resolveOperation } from './resolve'

const kafkaUpgrade = String.raw`apiVersion: upgrader/v1
kind: Operation
metadata: { name: kafka-upgrade, title: Upgrade Kafka }
spec:
  appliesTo: cluster.kind == "kafka"
  params:
    type: object
    required: [version]
    properties:
      version: { type: string, pattern: '^\d+\.\d+\.\d+$', title: Target version }
      batch: { type: integer, minimum: 1, default: 5 }
      at: { type: string, format: date-time }
      mode: { enum: [fast, safe] }
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}", labels: { ring: stable } }
  timeout: 30m
  retry: { attempts: 3, backoff: 10s, maxBackoff: 5m }
  apply:
    driver: http
    with:
      start:
        method: POST
        url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades"
        headers: { authorization: "Bearer {{ secret('control-plane-token') }}" }
        operationId: response.body.id
  verify:
    - { name: reachable, check: http, with: { url: "{{ connection.url }}/health" }, for: 10s, timeout: 5m }
  revert:
    driver: simulator
    with: { seconds: 0 }
`

/** An operation with some lines more, below \`spec:\`. */
const withLines = (...lines: string[]) =>
  [
    'apiVersion: upgrader/v1',
    'kind: Operation',
    'metadata: { name: o }',
    'spec:',
    '  apply: { driver: simulator }',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n')

function read(source: string) {
  const { document, problems } = readOperation(source, { publish: true, schema: paramsSchemaProblem })
  if (!document) throw new Error(JSON.stringify(problems, null, 1))
  return document
}

describe('an operation', () => {
  it('is read, and exported with the same bytes however often it goes round', () => {
    const text = exportDocument(read(kafkaUpgrade))
    expect(exportDocument(read(text))).toBe(text)
    expect(text).toContain(String.raw`pattern: ^\d+\.\d+\.\d+$`)
  })

  it('has every default made explicit', () => {
    expect(resolveOperation(read(withLines()))).toEqual({
      name: 'o',
      title: 'o',
      appliesTo: 'true',
      params: { type: 'object', additionalProperties: false, properties: {} },
      satisfied: null,
      sets: {},
      timeoutMs: 7_200_000,
      retry: { attempts: 3, backoffMs: 10_000, maxBackoffMs: 300_000 },
      apply: { driver: 'simulator', with: {} },
      preflight: [],
      verify: [],
      revert: null,
      irreversibleAfter: null,
    })
    expect(resolveOperation(read(kafkaUpgrade)).verify).toEqual([
      {
        name: 'reachable',
        check: 'http',
        with: { url: '{{ connection.url }}/health' },
        everyMs: 5_000,
        forMs: 10_000,
        timeoutMs: 300_000,
      },
    ])
  })

  it('never waits less than its first wait', () => {
    expect(resolveOperation(read(withLines('retry: { backoff: 1h }'))).retry.maxBackoffMs).toBe(3_600_000)
  })
})

describe('an operation is refused with the field and its line', () => {
  const cases: [name: string, source: string, message: RegExp, line: number, suggestion?: string][] = [
    [
      'a misspelt driver',
      withLines().replace('simulator', 'simulater'),
      /expected http, kubernetes, command or simulator, found the text "simulater"/,
      5,
      'simulator',
    ],
    [
      'no apply',
      withLines().replace('  apply: { driver: simulator }', '  timeout: 1h'),
      /apply is missing/,
      4,
    ],
    ['an unknown field', withLines('timeuot: 1h'), /unknown field timeuot/, 6, 'timeout'],
    [
      'a condition over what is not there',
      withLines('satisfied: clutser.version == "1"'),
      /unknown name clutser/,
      6,
      'cluster',
    ],
    [
      'a template over what is not there',
      withLines('sets: { version: "{{ parms.version }}" }'),
      /unknown name parms/,
      6,
      'params',
    ],
    [
      'a secret that would be stored',
      withLines(`sets: { version: "{{ secret('x') }}" }`),
      /secret cannot be written/,
      6,
    ],
    ['a selector that is none', withLines('appliesTo: cluster.kind = "kafka"'), /unexpected "="/, 6, '=='],
    [
      'a schema that is none',
      withLines('params: { type: object, properties: { version: { type: strin } } }'),
      /not a JSON Schema/,
      6,
    ],
    [
      'a schema with a misspelt keyword',
      withLines('params: { type: object, requierd: [version] }'),
      /unknown keyword: "requierd"/,
      6,
    ],
    ['a schema of a list', withLines('params: { type: array }'), /must have type: object/, 6],
    [
      'a schema of another draft',
      withLines('params: { $schema: "http://json-schema.org/draft-07/schema#", type: object }'),
      /only JSON Schema 2020-12/,
      6,
    ],
    [
      'a schema that refers outside',
      withLines('params: { type: object, properties: { a: { $ref: "http://example.com/x" } } }'),
      /can't resolve reference/,
      6,
    ],
    ['an attempt too few', withLines('retry: { attempts: 0 }'), /0 is out of range, 1 to 100/, 6],
    [
      'two checks of one name',
      withLines('verify: [{ name: a, check: http }, { name: a, check: http }]'),
      /there is a check a already/,
      6,
    ],
    [
      'a check that is not made yet',
      withLines('preflight: [{ name: a, check: kubernetes }]'),
      /not made by this version/,
      6,
    ],
    ['a driver that is not there yet', withLines().replace('simulator', 'kubernetes'), /not available/, 5],
  ]
  it.each(cases)('%s', (_, source, message, line, suggestion) => {
    const { document, problems } = readOperation(source, { publish: true, schema: paramsSchemaProblem })
    expect(document).toBeNull()
    const problem = problems.find((one) => message.test(one.message))
    expect(problem, JSON.stringify(problems)).toMatchObject({ severity: 'error', line })
    expect(problem?.suggestion).toBe(suggestion)
  })

  it('what a driver or a check finds in its section, at its line', () => {
    const finds = (path: string[]) => () => [{ severity: 'error' as const, message: 'is odd', path }]
    const { problems } = readOperation(kafkaUpgrade, {
      drivers: { http: finds(['start', 'url']) },
      checks: { http: finds(['url']) },
    })
    expect(problems.map(({ path, line }) => [path.join('.'), line])).toEqual([
      ['spec.apply.with.start.url', 23],
      ['spec.verify.0.with.url', 27],
    ])
  })
})

describe('parameters', () => {
  const { params } = resolveOperation(read(kafkaUpgrade))

  it('that fit come back with defaults filled in, and what was given is not touched', () => {
    const given = { version: '4.0.0' }
    expect(checkParams(params, given)).toEqual({ ok: true, value: { version: '4.0.0', batch: 5 } })
    expect(given).toEqual({ version: '4.0.0' })
  })

  it.each([
    ['a missing one', {}, 'params.version', /is missing/],
    ['a wrong form', { version: '4' }, 'params.version', /must have the form/],
    ['a number for a text', { version: 4 }, 'params.version', /must be string/],
    ['out of range', { version: '4.0.0', batch: 0 }, 'params.batch', /must be >= 1/],
    ['a bad date', { version: '4.0.0', at: 'tomorrow' }, 'params.at', /date-time/],
    ['not one of the words', { version: '4.0.0', mode: 'slow' }, 'params.mode', /one of "fast", "safe"/],
    ['a misspelt one', { version: '4.0.0', bacth: 3 }, 'params.bacth', /not a parameter of this operation/],
    [
      '__proto__',
      JSON.parse('{"version": "4.0.0", "__proto__": {"x": 1}}'),
      'params.__proto__',
      /not a parameter/,
    ],
    ['no object at all', [1], 'params', /must be object/],
    ['a megabyte', { version: 'x'.repeat(1_000_000) }, 'params', /larger than/],
  ])('%s', (_, given, path, message) => {
    const result = checkParams(params, given)
    if (result.ok) throw new Error('accepted')
    expect(result.error.map((problem) => problem.path.join('.'))).toContain(path)
    expect(result.error.find((problem) => problem.path.join('.') === path)?.message).toMatch(message)
  })

  it('of an operation without any are refused', () => {
    const none = resolveOperation(read(withLines())).params
    expect(checkParams(none, {})).toEqual({ ok: true, value: {} })
    expect(checkParams(none, { x: 1 }).ok).toBe(false)
  })
})
