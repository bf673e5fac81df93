import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  addPhase,
  duplicatePhase,
  movePhase,
  phaseText,
  removePhase,
  setPhaseField,
  setPhaseIn,
  setPolicyField,
} from './edit'

const source = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: clouds, title: Cloud by cloud }
spec:
  phases:
    # Azure has the fewest customers.
    - id: azure
      select: cluster.provider == "azure"
      maxInFlight: 10 # agreed with the network team
    - id: aws
      select: cluster.provider == "aws"
    - id: gcp
      after: [ azure, aws ]
      select: cluster.provider == "gcp"
`
const ids = (text: string): unknown[] => parse(text).spec.phases.map((phase: { id: string }) => phase.id)

describe('editing the text of a policy', () => {
  it('sets a field and leaves comments and everything else alone', () => {
    const next = setPhaseField(source, 1, 'soak', '30m')
    expect(parse(next).spec.phases[1]).toEqual({
      id: 'aws',
      select: 'cluster.provider == "aws"',
      soak: '30m',
    })
    expect(next).toContain('# Azure has the fewest customers.')
    expect(next).toContain('maxInFlight: 10 # agreed with the network team')
    expect(next.replace('      soak: 30m\n', '')).toBe(source)
  })

  it('takes a field away when its value is undefined', () => {
    expect(parse(setPhaseField(source, 0, 'maxInFlight', undefined)).spec.phases[0]).not.toHaveProperty(
      'maxInFlight',
    )
  })

  it('sets a field of the policy itself', () => {
    expect(parse(setPolicyField(source, ['metadata', 'title'], 'Clouds')).metadata.title).toBe('Clouds')
  })

  it('writes gates and budgets on one line', () => {
    const next = setPhaseField(source, 1, 'failureBudget', { max: '5%', onExhausted: 'pause' })
    expect(next).toContain('failureBudget: { max: 5%, onExhausted: pause }')
  })

  it('adds a phase with an id of its own', () => {
    expect(ids(addPhase(source, 1, { id: 'azure', select: 'true' }))).toEqual([
      'azure',
      'azure-2',
      'aws',
      'gcp',
    ])
  })

  it('adds the first phase to an empty list', () => {
    const empty = 'spec:\n  phases: []\n'
    expect(addPhase(empty, 0, { id: 'all', select: 'true' })).toBe(
      'spec:\n  phases:\n    - id: all\n      select: "true"\n',
    )
  })

  it('moves a phase up and down, its comment with it', () => {
    expect(ids(movePhase(source, 0, 2))).toEqual(['aws', 'gcp', 'azure'])
    expect(ids(movePhase(source, 2, 0))).toEqual(['gcp', 'azure', 'aws'])
    expect(movePhase(source, 0, 2)).toContain('# agreed with the network team')
  })

  it('moves there and back without a change of meaning', () => {
    expect(parse(movePhase(movePhase(source, 0, 2), 2, 0))).toEqual(parse(source))
  })

  it('duplicates a phase below itself', () => {
    const next = parse(duplicatePhase(source, 0)).spec.phases
    expect(next[1]).toEqual({ ...next[0], id: 'azure-2' })
  })

  it('removes a phase, and what came after it comes after what it came after', () => {
    expect(parse(removePhase(source, 1)).spec.phases[1]).toMatchObject({ id: 'gcp', after: ['azure'] })
  })

  it('keeps what `after` means when a phase that is only numbered is moved', () => {
    const numbered =
      'spec:\n  phases:\n    - select: "a"\n    - select: "b"\n    - select: "c"\n      after: [ phase-1 ]\n'
    expect(parse(movePhase(numbered, 0, 1)).spec.phases).toEqual([
      { select: 'b' },
      { id: 'phase-1', select: 'a' },
      { select: 'c', after: ['phase-1'] },
    ])
  })

  it('leaves a text alone that would nest for ever', () => {
    const deep = `spec: ${'['.repeat(20_000)}`
    expect(movePhase(deep, 0, 1)).toBe(deep)
    expect(phaseText(deep, 0)).toBe('')
  })

  it('gives one phase alone, to copy', () => {
    expect(parse(phaseText(source, 1))).toEqual({ id: 'aws', select: 'cluster.provider == "aws"' })
  })

  it('leaves a text alone that does not parse or has no phases', () => {
    for (const broken of ['spec: {phases: [', 'spec: {}\n', '', 'just text']) {
      expect(setPhaseField(broken, 0, 'soak', '1h')).toBe(broken)
    }
  })
})

describe('editing inside of a phase', () => {
  const gated = `spec:
  phases:
    - select: "true"
      before:
        # One person is enough here.
        - approval: { count: 1 }
`
  const first = (text: string) => parse(text).spec.phases[0]

  it('puts an item at the end of a list, and keeps the comments of those before it', () => {
    const next = setPhaseIn(gated, 0, ['before', 1], { soak: '1h' })
    expect(first(next).before).toEqual([{ approval: { count: 1 } }, { soak: '1h' }])
    expect(next).toContain('# One person is enough here.')
  })

  it('begins a list with its first item, and takes the list away with its last', () => {
    const begun = setPhaseIn(gated, 0, ['checks', 0], { name: 'a', check: 'http' })
    expect(first(begun).checks).toEqual([{ name: 'a', check: 'http' }])
    expect(first(setPhaseIn(begun, 0, ['checks', 0], undefined))).not.toHaveProperty('checks')
  })

  it('sets one member deep inside, and makes an object of what is empty', () => {
    expect(first(setPhaseIn(gated, 0, ['before', 0, 'approval', 'role'], 'admin')).before).toEqual([
      { approval: { count: 1, role: 'admin' } },
    ])
    const empty = gated.replace('{ count: 1 }', '')
    expect(first(setPhaseIn(empty, 0, ['before', 0, 'approval', 'count'], 2)).before).toEqual([
      { approval: { count: 2 } },
    ])
  })

  it('changes a copy of what an alias stands for, not its other uses', () => {
    const aliased =
      'spec:\n  phases:\n    - { select: a, failureBudget: &b { max: 1 } }\n    - { select: b, failureBudget: *b }\n'
    const budgets = parse(setPhaseIn(aliased, 1, ['failureBudget', 'max'], 5)).spec.phases.map(
      (phase: { failureBudget: object }) => phase.failureBudget,
    )
    expect(budgets).toEqual([{ max: 1 }, { max: 5 }])
  })

  it('leaves the text alone where there is nothing to take away', () => {
    expect(setPhaseIn(gated, 0, ['soak'], undefined)).toBe(gated)
  })
})

it('leaves the lines of other phases as they are, also of those on one line', () => {
  const compact =
    'spec:\n  phases:\n    - { id: a, select: "true", soak: 1h }\n    - { id: b, select: "true" }\n'
  expect(setPhaseField(compact, 0, 'soak', '2h')).toBe(compact.replace('1h', '2h'))
})
