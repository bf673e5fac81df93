import { describe, expect, it } from 'vitest'
import { exportDocument } from '@/lib/core/document/export'
import { sourceOf } from '@/lib/core/document/read-document'
import type { Json } from '@/lib/core/shared/json'
import { onePhase } from '@/lib/testing/policy/one-phase'
import { normalisePolicy } from './normalise'
import { readPolicy } from './read'

const everything = `# comment
kind: Policy
apiVersion: upgrader/v1
metadata: { name: internal-then-customers, title: "Internal first, then customers" }
spec:
  unmatched: exclude
  guards:
    - { name: error-rate, check: prometheus, with: { query: 'sum(rate(errors_total[5m]))', pass: value < 0.01 }, every: 30s, failAfter: 2m }
  failureBudget: { max: 20, onExhausted: pause }
  phases:
    - id: internal
      title: Internal clusters, every cloud
      select: cluster.tier == "internal"
      order: [region, name]
      maxInFlight: 20%
      spread: { by: region, maxInFlight: 2 }
      failureBudget: { max: 1, onExhausted: pause }
      soak: 30m
      checks: []
    - id: azure
      title: Azure
      after: [internal]
      select: cluster.provider == "azure"
      before:
        - approval: { count: 1, role: approver, notLauncher: true, expires: 24h }
        - window: { days: [mon, tue, wed, thu], from: "09:00", to: "16:00", timezone: Europe/London }
      steps: [1, 10%, { to: 50%, soak: 1h, approval: { count: 2 } }, 100%]
      maxInFlight: 10
      failureBudget: { max: 5%, onExhausted: pause, strict: true }
    - id: aws-part
      select: cluster.provider == "aws"
      take: 10%
      takeBy: region
    - select: cluster.provider == "gcp"
      order: -weight
`

function read(source: string) {
  const { document, problems } = readPolicy(source)
  if (!document) throw new Error(JSON.stringify(problems, null, 1))
  return document
}

describe('a policy', () => {
  it('with everything in it is read and loses nothing', () => {
    const document = read(everything)
    expect(document.spec.phases[1]?.steps).toEqual([
      1,
      '10%',
      { to: '50%', soak: '1h', approval: { count: 2 } },
      '100%',
    ])
    expect(document.spec.guards?.[0]?.with).toEqual({
      query: 'sum(rate(errors_total[5m]))',
      pass: 'value < 0.01',
    })
  })

  it('is exported with the same bytes however often it goes round', () => {
    const text = exportDocument(read(everything))
    expect(exportDocument(read(text))).toBe(text)
    expect(exportDocument(read(sourceOf(read(everything) as unknown as Json)))).toBe(text)
    expect(text.startsWith('apiVersion: upgrader/v1\nkind: Policy\n')).toBe(true)
  })

  it('needs nothing but a selector', () => {
    const { phases, ...policy } = normalisePolicy(read(onePhase()))
    expect(policy).toEqual({ name: 'p', title: 'p', unmatched: 'exclude', guards: [], failureBudget: null })
    expect(phases).toEqual([
      {
        id: 'phase-1',
        title: 'Phase 1',
        after: [],
        select: 'true',
        take: null,
        takeBy: [],
        order: { type: 'fields', fields: [{ field: 'name', descending: false }] },
        steps: [{ to: '100%', soakMs: 0, approval: null }],
        maxInFlight: [10, '10%'],
        spread: [],
        failureBudget: { max: 0, onExhausted: 'pause', strict: false },
        soakMs: 0,
        // biome-ignore lint/suspicious/noThenProperty: a word of the language
        unreachable: { waitMs: 1_800_000, then: 'skip' },
        before: [],
        checks: [],
      },
    ])
  })

  it('has every default made explicit', () => {
    const policy = normalisePolicy(read(everything))
    expect(policy.phases.map((phase) => [phase.id, phase.after])).toEqual([
      ['internal', []],
      ['azure', ['internal']],
      ['aws-part', ['azure']],
      ['phase-4', ['aws-part']],
    ])
    expect(policy.phases[2]?.failureBudget).toBeNull()
    expect(policy.phases[3]?.order).toEqual({
      type: 'fields',
      fields: [{ field: 'weight', descending: true }],
    })
    expect(policy.phases[1]?.before[0]).toEqual({
      type: 'approval',
      count: 1,
      role: 'approver',
      notLauncher: true,
      expiresMs: 86_400_000,
      always: false,
    })
  })
})

describe('a policy is refused with the field and its line', () => {
  const cases: [name: string, source: string, message: RegExp, line: number, suggestion?: string][] = [
    ['a misspelt field', onePhase('maxInFlihgt: 5'), /unknown field maxInFlihgt/, 7, 'maxInFlight'],
    ['a field of nowhere', onePhase('colour: red'), /unknown field colour, expected id, title/, 7],
    [
      'a selector with an unknown fact',
      onePhase('title: x').replace('"true"', 'cluster.teir == "x"'),
      /unknown field cluster\.teir/,
      6,
      'cluster.tier',
    ],
    ['a negative number', onePhase('maxInFlight: -1'), /-1 is out of range, the smallest is 0/, 7],
    ['no concurrency at all', onePhase('maxInFlight: 0'), /0 is out of range, the smallest is 1/, 7],
    ['more than everything', onePhase('maxInFlight: 101%'), /101% is out of range, the largest is 100%/, 7],
    ['a share of nothing', onePhase('take: 0%'), /0% is out of range/, 7],
    ['a broken number', onePhase('failureBudget: { max: 1.5 }'), /whole number or a share/, 7],
    ['a duration without a unit', onePhase('soak: 30'), /30 without a unit/, 7, '30s'],
    ['a duration in words', onePhase('soak: an hour'), /expected a duration/, 7],
    ['steps that shrink', onePhase('steps: [50%, 10%]'), /must grow: 10% does not come after 50%/, 7],
    ['steps after everything', onePhase('steps: [100%, 5]'), /nothing is left/, 7],
    [
      'an empty list of phases',
      'apiVersion: upgrader/v1\nkind: Policy\nmetadata: {name: p}\nspec:\n  phases: []\n',
      /the list is empty/,
      5,
    ],
    [
      'no phases',
      'apiVersion: upgrader/v1\nkind: Policy\nmetadata: {name: p}\nspec: {}\n',
      /phases is missing/,
      4,
    ],
    ['an unknown order', onePhase('order: regoin'), /unknown fact regoin/, 7, 'region'],
    ['sampling without a sample', onePhase('takeBy: region'), /there is no take/, 7],
    [
      'an unknown gate',
      onePhase('before:', '- approvel: {}'),
      /unknown kind of gate approvel/,
      8,
      'approval',
    ],
    ['a gate of two kinds', onePhase('before:', '- { approval: {}, soak: 1h }'), /exactly one kind/, 8],
    [
      'a window in no time zone',
      onePhase('before:', '- window: { from: "09:00", to: "10:00", timezone: Mars/Base }'),
      /no time zone "Mars\/Base"/,
      8,
    ],
    [
      'a window at no time',
      onePhase('before:', '- window: { from: "9am", to: "10:00", timezone: UTC }'),
      /expected a time/,
      8,
    ],
    [
      'an approval by nobody',
      onePhase('before:', '- approval: { count: 0 }'),
      /0 is out of range, 1 to 20/,
      8,
    ],
    ['a phase that waits for itself', onePhase('id: a', 'after: [a]'), /circle: a after a/, 8],
    [
      'a phase after one that is not there',
      onePhase('id: azure', 'after: [azur]'),
      /there is no phase azur/,
      8,
    ],
    [
      'another kind of document',
      onePhase().replace('Policy', 'Operation'),
      /expected Policy, found Operation/,
      2,
      'Policy',
    ],
    ['a name that is none', onePhase().replace('name: p', 'name: "a b"'), /is not a name/, 3],
    [
      'a name of 10,000 characters',
      onePhase().replace('name: p', `name: ${'x'.repeat(10_000)}`),
      /10000 characters long, at most 63/,
      3,
    ],
    ['__proto__ as a key', onePhase('__proto__: { x: 1 }'), /"__proto__" cannot be used as a key/, 7],
    ['constructor as a name', onePhase().replace('name: p', 'name: constructor'), /reserved/, 3],
    ['a key that is there twice', onePhase('soak: 1h', 'soak: 2h'), /soak is there twice/, 8],
    ['a key without a value', onePhase('soak:'), /has no value/, 7],
    ['no YAML at all', 'a: b: c', /nested mappings/, 1],
    [
      'something else entirely',
      '[1, 2]',
      /expected an object with apiVersion, kind, metadata or spec, found a list/,
      1,
    ],
    ['brackets without end', '['.repeat(30_000), /nested too deeply/, 1],
  ]
  it.each(cases)('%s', (_, source, message, line, suggestion) => {
    const { document, problems } = readPolicy(source)
    expect(document).toBeNull()
    const problem = problems.find((one) => message.test(one.message))
    expect(problem, JSON.stringify(problems)).toMatchObject({ severity: 'error', line })
    expect(problem?.suggestion).toBe(suggestion)
  })

  it('a circle over several phases, the phase above included', () => {
    const source = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: p }
spec:
  phases:
    - { id: a, after: [c], select: 'true' }
    - { id: b, select: 'true' }
    - { id: c, select: 'true' }
`
    expect(readPolicy(source).problems).toMatchObject([
      {
        message: 'the phases wait for each other in a circle: a after c after b after a',
        line: 6,
        path: ['spec', 'phases', '0', 'after'],
      },
    ])
  })

  it('two phases of one name, also when one is called as the other is numbered', () => {
    const source = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: p }
spec:
  phases:
    - { id: phase-2, select: 'true' }
    - { select: 'true' }
`
    expect(readPolicy(source).problems).toMatchObject([{ message: 'phase 1 is called phase-2 already' }])
  })

  it('the place inside a selector is the place in the document, however it is quoted', () => {
    for (const [written, line, column] of [
      ['select: cluster.tier == "a" && cluster.regoin == "b"', 6, 36],
      [`select: 'cluster.tier == "a" && cluster.regoin == "b"'`, 6, 37],
      ['select: |-\n      cluster.tier == "a" &&\n      cluster.regoin == "b"', 8, 7],
    ] as const) {
      const source = onePhase().replace('select: "true"', written)
      expect(readPolicy(source).problems, written).toMatchObject([
        { line, column, suggestion: 'cluster.region' },
      ])
    }
  })

  it('all problems at once, in the order of the source', () => {
    const { problems } = readPolicy(onePhase('soak: 5', 'take: -1', 'colour: red'))
    expect(problems.map((problem) => problem.line)).toEqual([7, 8, 9])
  })
})
