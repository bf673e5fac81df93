import { describe, expect, it } from 'vitest'
import { readPolicy } from '@/lib/core/policy/read'
import type { PhaseSpec, PolicyDocument } from '@/lib/core/policy/types'
import { fleetOf } from '@/lib/testing/plan/make'
import { compareAssignments } from './compare-assignments'

const fleet = fleetOf(10, (i) => ({ region: i < 4 ? 'eu' : 'us' }))
const document = (...phases: PhaseSpec[]): PolicyDocument => {
  const head = { apiVersion: 'upgrader/v1', kind: 'Policy', metadata: { name: 'p' } }
  const read = readPolicy(JSON.stringify({ ...head, spec: { phases } }))
  if (!read.document) throw new Error(JSON.stringify(read.problems))
  return read.document
}
const eu = { id: 'eu', select: 'cluster.region == "eu"' }
const rest = { id: 'rest', select: 'true' }

describe('what a change of a policy does to a fleet', () => {
  it('is nothing for the same policy', () => {
    const effect = compareAssignments(document(eu, rest), document(eu, rest), fleet)
    expect(effect.moved).toBe(0)
    expect(effect.phases).toEqual([
      { id: 'eu', title: 'eu', before: 4, after: 4, came: 0, left: 0 },
      { id: 'rest', title: 'rest', before: 6, after: 6, came: 0, left: 0 },
    ])
  })

  it('counts who comes and who leaves, also where the number stays', () => {
    const us = { ...eu, select: 'cluster.name in ["c004", "c005", "c006", "c007"]' }
    const effect = compareAssignments(document(eu, rest), document(us, rest), fleet)
    expect(effect.phases[0]).toMatchObject({ before: 4, after: 4, came: 4, left: 4 })
    expect(effect.moved).toBe(8)
  })

  it('names phases that are new and gone, and what no phase takes', () => {
    const effect = compareAssignments(document(eu, rest), document(eu), fleet)
    expect(effect.phases[1]).toMatchObject({ id: 'rest', before: 6, after: null, left: 6 })
    expect(effect.untaken).toEqual({ before: 0, after: 6 })
    expect(compareAssignments(document(eu), document(rest, eu), fleet).phases[0]).toMatchObject({
      id: 'rest',
      before: null,
      after: 10,
    })
  })
})
