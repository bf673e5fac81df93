import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { phaseText } from './edit'
import { pastePhases } from './paste'
import { policyTemplates } from './templates'

const source = 'spec:\n  phases:\n    - id: a\n      select: "true" # all of it\n'
const pasted = (text: string, at = 1) => {
  const result = pastePhases(source, at, text)
  if (!result.ok) throw new Error(result.error)
  return { count: result.value.count, phases: parse(result.value.source).spec.phases }
}

describe('pasting phases', () => {
  it('puts in a phase that was copied, under an id of its own', () => {
    expect(pasted(phaseText(source, 0))).toEqual({
      count: 1,
      phases: [
        { id: 'a', select: 'true' },
        { id: 'a-2', select: 'true' },
      ],
    })
  })

  it('keeps the comments of what is pasted', () => {
    const result = pastePhases(source, 0, 'select: cluster.tier == "internal" # ours\nsoak: 1h\n')
    expect(result.ok && result.value.source).toContain('# ours')
  })

  it('takes a list of phases and a whole policy', () => {
    expect(
      pasted('- select: "true"\n- { id: a, select: "false" }').phases.map((p: { id?: string }) => p.id),
    ).toEqual(['a', undefined, 'a-2'])
    expect(pasted(policyTemplates[0]?.source ?? '').count).toBe(3)
  })

  it.each([
    ['a shopping list', 'milk'],
    ['phases among other things', '[{ select: a }, 3]'],
    ['broken YAML', '{ select: ['],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(pastePhases(source, 0, text).ok).toBe(false)
  })

  it('refuses aliases, and a policy that is broken', () => {
    expect(pastePhases(source, 0, 'x: &x 1\nselect: *x').ok).toBe(false)
    expect(pastePhases('spec: [', 0, 'select: "true"').ok).toBe(false)
  })
})
