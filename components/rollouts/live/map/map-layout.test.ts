import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from '@/lib/stream/columns'
import { type Roster, readRoster } from '@/lib/stream/roster'
import { groupKeys, groupTargets } from '../grouping'
import { layoutMap as layoutGroups } from './map-layout'
import { hitMap, type MapMove, moveOnMap } from './map-places'

function rosterOf(phases: readonly number[], regions: number): Roster {
  const size = phases.reduce((sum, one) => sum + one, 0)
  const same = { values: ['x'], at: new Array(size).fill(0) }
  return readRoster({
    rollout: '1',
    planHash: 'h',
    phases: phases.map((size, n) => ({ id: `p${n}`, title: `P${n}`, size })),
    clusters: Array.from({ length: size }, (_, n) => `c${n}`),
    provider: same,
    region: {
      values: Array.from({ length: regions }, (_, n) => `region-${n}`),
      at: Array.from({ length: size }, (_, n) => (n * 7) % regions),
    },
    environment: same,
    tier: same,
    version: same,
  })
}

const layoutMap = (roster: Roster, width: number, height: number, by: (typeof groupKeys)[number] = 'phase') =>
  layoutGroups(
    roster,
    groupTargets(roster, new Columns(roster.phaseOf, roster.phases.length), by),
    width,
    height,
  )

const shapes = fc.record({
  by: fc.constantFrom(...groupKeys),
  phases: fc.array(fc.nat(120), { minLength: 1, maxLength: 5 }),
  regions: fc.integer({ min: 1, max: 7 }),
  width: fc.integer({ min: 320, max: 2_000 }),
})

describe('the map', () => {
  it('gives every target a place of its own, inside the width, that a click finds again', () => {
    fc.assert(
      fc.property(shapes, ({ phases, regions, width, by }) => {
        const roster = rosterOf(phases, regions)
        const layout = layoutMap(roster, width, 600, by)
        const places = new Set<string>()
        for (let index = 0; index < roster.clusters.length; index++) {
          const x = layout.x[index] as number
          const y = layout.y[index] as number
          places.add(`${x}:${y}`)
          expect(x + layout.pitch).toBeLessThanOrEqual(width + layout.pitch)
          expect(y + layout.pitch).toBeLessThanOrEqual(layout.height + 0.5)
          expect(hitMap(layout, x + 1, y + 1)).toBe(index)
        }
        expect(places.size).toBe(roster.clusters.length)
      }),
    )
  })

  it('shows 1,000 clusters without scrolling, in cells large enough for a glyph', () => {
    const layout = layoutMap(rosterOf([40, 300, 100, 560], 4), 1_100, 560)
    expect(layout.height).toBeLessThanOrEqual(560)
    expect(layout.pitch - layout.gap).toBeGreaterThanOrEqual(10)
  })

  it('shows 10,000 clusters without scrolling', () => {
    const layout = layoutMap(rosterOf([500, 2_500, 3_000, 4_000], 6), 1_200, 680)
    expect(layout.height).toBeLessThanOrEqual(680)
  })

  it.each(['provider', 'region', 'version', 'state'] as const)(
    'shows 10,000 clusters by %s without scrolling, and never two phases in one block',
    (by) => {
      const roster = rosterOf([500, 2_500, 3_000, 4_000], 6)
      const layout = layoutMap(roster, 1_200, 680, by)
      expect(layout.height).toBeLessThanOrEqual(680)
      for (const { targets } of layout.blocks)
        expect(new Set([...targets].map((index) => roster.phaseOf[index])).size).toBe(1)
    },
  )

  it('puts many small groups side by side', () => {
    const layout = layoutMap(rosterOf([100, 140], 40), 1_200, 560, 'region')
    expect(new Set(layout.headings.map(({ y }) => y)).size).toBeLessThan(10)
    expect(layout.blocks.every(({ label }) => label === '')).toBe(true)
  })

  it('can be walked from the first to the last target with one key, and never leaves the map', () => {
    const moves: MapMove[] = ['up', 'down', 'left', 'right', 'block-back', 'block-on', 'first', 'last']
    fc.assert(
      fc.property(shapes, fc.array(fc.constantFrom(...moves)), ({ phases, regions, width, by }, path) => {
        const roster = rosterOf([1, ...phases], regions)
        const layout = layoutMap(roster, width, 600, by)
        let at = 0
        for (const move of path) {
          at = moveOnMap(layout, at, move)
          expect(roster.clusters[at]).toBeDefined()
        }
        at = moveOnMap(layout, at, 'first')
        const seen = new Set([at])
        for (let step = 0; step < roster.clusters.length; step++) {
          at = moveOnMap(layout, at, 'down')
          seen.add(at)
        }
        expect(seen.size).toBe(roster.clusters.length)
      }),
    )
  })
})
