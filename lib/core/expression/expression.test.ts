import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/core/shared/json'
import { compileCondition, compileExpression } from './expression'
import { compileTemplate } from './template'

const roots = ['cluster', 'params', 'response']
const context = {
  cluster: { name: 'kafka-1', version: '3.9.1', labels: { ring: 'canary' }, nodes: ['a', 'b'], weight: 3 },
  params: { version: '3.10.0', replicas: 5 },
  response: {
    status: 200,
    headers: {},
    body: { percent: 40, state: 'DONE', items: [{ ok: true }, { ok: false }] },
  },
}

function evaluated(
  text: string,
  given: Record<string, unknown> = context,
  secrets: Record<string, string> = {},
): Json {
  const compiled = compileExpression(text, roots)
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`)
  const answer = compiled.value.evaluate(given, { secrets })
  if (!answer.ok) throw new Error(`${text}: ${answer.error.message}`)
  return answer.value
}

describe('an expression answers', () => {
  const cases: [text: string, answer: Json][] = [
    ['cluster.version == params.version', false],
    ['version(cluster.version) < version(params.version)', true],
    ['version(cluster.version) == version("v3.9.1.0")', true],
    ['version(cluster.version) != version("3.9.1")', false],
    ['response.status == 200', true],
    ['response.status in [200, 201]', true],
    ['response.body.percent / 100.0', 0.4],
    ['response.body.percent / 100', 0.4],
    ['params.replicas + 1', 6],
    ['params.replicas % 2', 1],
    ['10 / 4', 2],
    ['response.body.items.exists(i, i.ok)', true],
    ['response.body.items.all(i, i.ok)', false],
    ['response.body.items.filter(i, i.ok).size()', 1],
    ['cluster.nodes.map(n, n + "!")', ['a!', 'b!']],
    ['cluster.labels.ring', 'canary'],
    ['cluster.labels.absent', null],
    ['cluster.labels.absent != "x"', true],
    ['cluster.labels["absent"] == null', true],
    ['has(cluster.labels.ring)', true],
    ['has(cluster.labels.absent)', false],
    ['has(response.body.absent)', false],
    ['"ring" in cluster.labels', true],
    ['size(cluster.labels)', 1],
    ['cluster.labels', { ring: 'canary' }],
    ['cluster.nodes.exists(n, has(cluster.labels.absent) || n == "b")', true],
    ['{"a": 1, "b": [true, null]}', { a: 1, b: [true, null] }],
    ['timestamp("2026-01-02T03:04:05Z")', '2026-01-02T03:04:05.000Z'],
    ['duration("90s")', '90s'],
    ['cluster.name.contains("afk") ? "yes" : "no"', 'yes'],
  ]
  it.each(cases)('%s', (text, answer) => {
    expect(evaluated(text)).toEqual(answer)
  })

  it('an unknown version is neither older nor newer nor equal', () => {
    const unknown = { ...context, cluster: { ...context.cluster, version: null } }
    expect(evaluated('version(cluster.version) < version("1")', unknown)).toBe(false)
    expect(evaluated('version(cluster.version) > version("1")', unknown)).toBe(false)
    expect(evaluated('version(cluster.version) == version(cluster.version)', unknown)).toBe(false)
  })

  it('a root that is not given is null', () => {
    expect(evaluated('response == null', {})).toBe(true)
  })

  it('never reaches what a JavaScript object inherits', () => {
    for (const text of [
      'cluster.constructor',
      'cluster.labels.constructor',
      'cluster.__proto__',
      'params["constructor"]',
    ]) {
      const compiled = compileExpression(text, roots)
      if (!compiled.ok) throw new Error(text)
      const answer = compiled.value.evaluate(context)
      expect(answer.ok ? answer.value : null).toBe(null)
    }
  })
})

describe('an expression is refused, with its place', () => {
  const cases: [text: string, message: RegExp, offset: number, suggestion?: string][] = [
    ['', /empty/, 0],
    ['clutser.version == "1"', /unknown name clutser/, 0, 'cluster'],
    ['true && previous.version == "1"', /unknown name previous/, 8],
    ['cluster.version ==', /./, 18],
    ['cluster.name.matches("(a+)+$")', /regular expressions/, 0],
    ['cel.bind(x, [1], x + x)', /cel\.bind/, 0],
    [
      'cluster.nodes.all(a, cluster.nodes.all(b, cluster.nodes.all(c, cluster.nodes.all(d, true))))',
      /nested at most 3/,
      0,
    ],
    ['secret(params.name)', /written out/, 0],
    ['"a" + 1', /no such overload/, 0],
    [`${'('.repeat(200)}true${')'.repeat(200)}`, /too large or nested/, 48],
    ['x'.repeat(20_000), /20000 characters/, 0],
  ]
  it.each(cases)('%j', (text, message, offset, suggestion) => {
    const compiled = compileExpression(text, roots)
    if (compiled.ok) throw new Error('accepted')
    expect(compiled.error.message).toMatch(message)
    expect(compiled.error.offset).toBe(offset)
    expect(compiled.error.suggestion).toBe(suggestion)
  })

  it('a condition that is no condition', () => {
    const compiled = compileCondition('cluster.name', roots)
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value.evaluate(context)).toMatchObject({
      ok: false,
      error: { message: 'the condition answered string, not true or false' },
    })
  })

  it('a missing key is an error at its place, not a value', () => {
    const compiled = compileExpression('response.body.percnt / 100', roots)
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value.evaluate(context)).toMatchObject({
      ok: false,
      error: { message: 'no such key: percnt', offset: 14 },
    })
  })
})

describe('loops are bounded', () => {
  it('a loop over a long list is refused before it runs', () => {
    const compiled = compileExpression(
      'response.body.all(a, response.body.all(b, response.body.exists(c, c == a)))',
      roots,
    )
    if (!compiled.ok) throw new Error('refused')
    const body = Array.from({ length: 2_000 }, (_, i) => i)
    const started = performance.now()
    expect(compiled.value.evaluate({ response: { body } })).toMatchObject({
      ok: false,
      error: { message: /too long for nested loops/ },
    })
    // Some milliseconds at rest; all of the rounds would be hours.
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('and without a loop the length does not matter', () => {
    expect(
      evaluated('size(response.body) > 5', { response: { body: Array.from({ length: 100_000 }, () => 0) } }),
    ).toBe(true)
  })
})

describe('secrets', () => {
  it('are named before anything runs, and given by the caller', () => {
    const compiled = compileExpression(
      '"Bearer " + secret("token") + secret("salt") + secret("token")',
      roots,
    )
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value.secrets).toEqual(['salt', 'token'])
    expect(compiled.value.evaluate({}, { secrets: { token: 't', salt: 's' } })).toEqual({
      ok: true,
      value: 'Bearer tst',
    })
  })

  it('a missing one is named', () => {
    const compiled = compileExpression('secret("token")', roots)
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value.evaluate({}, { secrets: {} })).toMatchObject({
      ok: false,
      error: { message: 'the secret token is not there' },
    })
    expect(compiled.value.evaluate({}, { secrets: { other: 'x' } })).toMatchObject({ ok: false })
    expect(compiled.value.evaluate({})).toMatchObject({ ok: false })
  })

  it('never stand in an error', () => {
    for (const text of [
      'int(secret("k"))',
      'cluster[secret("k")]',
      'timestamp(secret("k"))',
      '[1, 2][secret("k")]',
      'secret("k") + 1 == 2 || cluster[secret("k")].x',
      'duration(secret("k"))',
      'dyn(secret("k")).foo',
    ]) {
      const compiled = compileExpression(text, roots)
      const answer = compiled.ok ? compiled.value.evaluate(context, { secrets: { k: 'hunter2' } }) : compiled
      expect(answer.ok, text).toBe(false)
      expect(JSON.stringify(answer)).not.toContain('hunter2')
    }
  })
})

describe('a template', () => {
  function rendered(value: Json, secrets: Record<string, string> = {}): Json {
    const compiled = compileTemplate(value, roots)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.error))
    const answer = compiled.value.render(context, { secrets })
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    return answer.value
  }
  const cases: [template: Json, result: Json][] = [
    ['plain', 'plain'],
    ['', ''],
    [5, 5],
    [null, null],
    ['{{ params.version }}', '3.10.0'],
    ['{{ params.replicas }}', 5],
    ['{{ cluster.nodes }}', ['a', 'b']],
    ['{{ cluster.labels.absent }}', null],
    [' {{ params.replicas }}', ' 5'],
    ['x{{ params.replicas }}{{ cluster.name }}y', 'x5kafka-1y'],
    ['{{ cluster.nodes }}!', '["a","b"]!'],
    ['{{ {"a": {"b": "}}"}} }}', { a: { b: '}}' } }],
    ['{{ "{{" }}', '{{'],
    ['a } b }} c { d', 'a } b }} c { d'],
    [{ a: ['{{ params.replicas + 1 }}', { b: '{{ cluster.name }}' }] }, { a: [6, { b: 'kafka-1' }] }],
    [{ '{{ x }}': 1 }, { '{{ x }}': 1 }],
  ]
  it.each(cases)('%j', (template, result) => {
    expect(rendered(template)).toEqual(result)
  })

  it('keeps a key named __proto__ as a key', () => {
    const value = rendered(JSON.parse('{"__proto__": {"polluted": "{{ cluster.name }}"}}'))
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('collects roots and secrets of all its texts', () => {
    const compiled = compileTemplate(
      { a: '{{ secret("x") }}', b: ['{{ cluster.name }} {{ secret("y") }}'] },
      roots,
    )
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value).toMatchObject({ roots: ['cluster'], secrets: ['x', 'y'] })
    expect(rendered({ a: 'Bearer {{ secret("x") }}' }, { x: 'abc' })).toEqual({ a: 'Bearer abc' })
  })

  it('says of every error which text it is in, and where', () => {
    const compiled = compileTemplate(
      { url: 'http://x/{{ clutser.name }}', body: { a: ['ok', 'never {{ closed'] } },
      roots,
    )
    expect(compiled).toMatchObject({
      ok: false,
      error: [
        { path: ['url'], column: 13, message: 'unknown name clutser', suggestion: 'cluster' },
        { path: ['body', 'a', '1'], column: 7, message: 'this {{ is never closed' },
      ],
    })
  })

  it('refuses null inside a longer text, because "null" in a URL is never meant', () => {
    const compiled = compileTemplate('http://x/{{ cluster.labels.absent }}', roots)
    if (!compiled.ok) throw new Error('refused')
    expect(compiled.value.render(context)).toMatchObject({
      ok: false,
      error: { message: 'the answer is null, which has no text', column: 12 },
    })
  })
})
