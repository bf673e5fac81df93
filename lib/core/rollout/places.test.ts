import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlaceNeed, Places, placeKey } from './places'

const need = (free: number, group = 'eu', budget = 1): PlaceNeed => ({
  budget,
  group,
  max: 10,
  free,
  message: free > 0 ? '' : 'full',
})
const own = need(Number.POSITIVE_INFINITY)

/** What a rollout is told of a group that it may start in as long as there is a place. */
function placesLeft(places: Places, asked: PlaceNeed): number {
  for (let left = 0; ; left++) {
    if (places.missing([asked])) return left
    places.take(1, [asked], Number.POSITIVE_INFINITY)
  }
}

describe('the places that a rollout may still take', () => {
  it('are none where nobody has looked, and as many as the last look has shown', () => {
    const places = new Places()
    expect(places.missing([need(3)])).toEqual(need(3))
    places.saw(need(3), 100)
    expect(placesLeft(places, need(3))).toBe(3)
  })

  it('are fewer by each start since the look, also by one of the same moment', () => {
    const places = new Places()
    places.saw(need(3), 100)
    places.take(1, [need(3)], 100)
    places.take(1, [need(3)], 120)
    expect(placesLeft(places, need(3))).toBe(1)
  })

  it('count a start before a later look as seen by it, and one after it as not', () => {
    const places = new Places()
    places.saw(need(3), 100)
    places.take(1, [need(3)], 110)
    places.take(1, [need(3)], 150)
    places.saw(need(2), 150)
    expect(placesLeft(places, need(2))).toBe(1)
  })

  it('stay as they are when an older look comes in later', () => {
    const places = new Places()
    places.saw(need(1), 200)
    places.saw(need(9), 100)
    expect(placesLeft(places, need(1))).toBe(1)
  })

  it('are one number for each group of each budget', () => {
    const places = new Places()
    places.saw(need(1, 'eu'), 100)
    places.saw(need(2, 'us'), 100)
    places.saw(need(3, 'eu', 2), 100)
    places.take(1, [need(1, 'eu')], 110)
    expect([need(1, 'eu'), need(2, 'us'), need(3, 'eu', 2)].map((one) => placesLeft(places, one))).toEqual([
      0, 2, 3,
    ])
    expect(placeKey(need(1, 'eu', 2))).not.toBe(placeKey(need(1, 'eu', 1)))
  })

  it('are not asked of a cluster that has its own, which says nothing about those of others', () => {
    const places = new Places()
    places.saw(need(1), 100)
    places.saw(own, 200)
    expect(places.missing([own])).toBeUndefined()
    expect(placesLeft(places, need(1))).toBe(1)
  })

  it('are named where they lack: the first of what a start needs', () => {
    const places = new Places()
    places.saw(need(5, 'eu'), 100)
    places.saw(need(0, 'us'), 100)
    expect(places.missing([need(5, 'eu'), need(0, 'us'), need(0, 'ap')])).toEqual(need(0, 'us'))
  })

  it('are never more than the last look has shown less what was started since, in any order of both', () => {
    const step = fc.record({ at: fc.nat(20), free: fc.nat(6), starts: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const places = new Places()
        let seen = { at: -1, free: 0 }
        let started: number[] = []
        for (const { at, free, starts } of steps) {
          if (starts) {
            places.take(1, [need(free)], at)
            if (seen.at >= 0) started.push(at)
          } else {
            places.saw(need(free), at)
            if (at >= seen.at) {
              seen = { at, free }
              started = started.filter((start) => start >= at)
            }
          }
          const left = seen.free - started.length
          expect(places.missing([need(free)]) === undefined).toBe(left > 0)
        }
      }),
    )
  })
})
