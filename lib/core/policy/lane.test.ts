import { describe, expect, it } from 'vitest'
import { readLane } from './lane'
import { policyTemplates } from './templates'

describe('the lane of a policy', () => {
  it('reads what the cards show', () => {
    const lane = readLane(policyTemplates.find((one) => one.id === 'cloud-by-cloud')?.source ?? '')
    expect(lane?.title).toBe('First Azure, then part of AWS, then Google Cloud')
    expect(lane?.spec.failureBudget).toEqual({ max: 20, onExhausted: 'pause' })
    expect(lane?.phases.map((phase) => [phase.id, phase.title, phase.after])).toEqual([
      ['azure', 'Azure', []],
      ['aws-part', 'A tenth of AWS', ['azure']],
      ['gcp', 'Google Cloud', ['aws-part']],
    ])
    expect(lane?.phases[1]?.written).toMatchObject({ take: '10%', takeBy: 'region' })
  })

  it('shows what is wrong as it was typed', () => {
    const lane = readLane('spec: { phases: [{ select: 1, maxInFlight: lots, after: nowhere }] }')
    expect(lane?.phases[0]).toMatchObject({
      id: 'phase-1',
      title: 'Phase 1',
      select: '1',
      after: ['nowhere'],
      afterWritten: true,
      written: { maxInFlight: 'lots' },
    })
  })

  it.each(['', 'text', 'spec: {phases: [', 'spec: { phases: 3 }'])('is nothing for %j', (source) => {
    expect(readLane(source)).toBeNull()
  })

  it('survives phases that are no objects', () => {
    expect(readLane('spec: { phases: [null, 3, [], {}] }')?.phases).toHaveLength(4)
  })
})
