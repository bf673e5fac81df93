import { describe, expect, it } from 'vitest'
import { amountOf, orderOf, readLane } from './lane'
import { policyTemplates } from './templates'

describe('the lane of a policy', () => {
  it('reads what the cards show', () => {
    const lane = readLane(policyTemplates.find((one) => one.id === 'cloud-by-cloud')?.source ?? '')
    expect(lane?.title).toBe('First Azure, then part of AWS, then Google Cloud')
    expect(lane?.budget).toEqual({ max: '20', onExhausted: 'pause', strict: false })
    expect(lane?.phases.map((phase) => [phase.id, phase.title])).toEqual([
      ['azure', 'Azure'],
      ['aws-part', 'A tenth of AWS'],
      ['gcp', 'Google Cloud'],
    ])
    expect(lane?.phases[1]).toMatchObject({
      take: '10%',
      takeBy: ['region'],
      approval: { count: '1', role: 'approver', notLauncher: true, expires: '24h' },
    })
  })

  it('shows amounts that are none as they were typed', () => {
    const lane = readLane(
      'spec: { phases: [{ select: 1, maxInFlight: lots, soak: -3h, before: [{ window: {} }] }] }',
    )
    expect(lane?.phases[0]).toMatchObject({
      title: 'Phase 1',
      select: '1',
      maxInFlight: 'lots',
      soak: '-3h',
      approval: null,
      otherGates: ['window'],
    })
  })

  it.each(['', 'text', 'spec: {phases: [', 'spec: { phases: 3 }'])('is nothing for %j', (source) => {
    expect(readLane(source)).toBeNull()
  })

  it('survives phases that are no objects', () => {
    expect(readLane('spec: { phases: [null, 3, [], {}] }')?.phases).toHaveLength(4)
  })
})

describe('what was typed', () => {
  it('becomes a number, a share or nothing', () => {
    expect([' 5 ', '10%', '', 'many'].map(amountOf)).toEqual([5, '10%', undefined, 'many'])
  })
  it('becomes one field, several or nothing', () => {
    expect(['region', 'region, -weight', ' '].map(orderOf)).toEqual([
      'region',
      ['region', '-weight'],
      undefined,
    ])
  })
})
