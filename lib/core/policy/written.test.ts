import { describe, expect, it } from 'vitest'
import { amountOf, itemsIn, member, namesOf, textIn, withItem, withMember } from './written'

describe('what is written', () => {
  it('is read without being judged', () => {
    expect(member(null, 'a')).toBeUndefined()
    expect(member({}, 'constructor')).toBeUndefined()
    expect(itemsIn({ by: 'region' })).toEqual([{ by: 'region' }])
    expect([textIn(5), textIn([5, '10%']), textIn({}), textIn(undefined)]).toEqual(['5', '5, 10%', '', ''])
  })

  it('is changed in its place', () => {
    expect(Object.keys(withMember({ a: 1, b: 2 }, 'a', 3))).toEqual(['a', 'b'])
    expect(withMember({ a: 1 }, 'a', undefined)).toEqual({})
    expect(withItem([1, 2], 0, undefined)).toEqual([2])
    expect(withItem([1, 2], 1, 5)).toEqual([1, 5])
  })
})

describe('what was typed', () => {
  it('becomes a number, a share, the smaller of several, or nothing', () => {
    expect([' 5 ', '10%', '', 'many', '5, 10%', '5,'].map(amountOf)).toEqual([
      5,
      '10%',
      undefined,
      'many',
      [5, '10%'],
      5,
    ])
  })

  it('becomes one name, several or nothing', () => {
    expect(['region', 'region, -weight', ' '].map(namesOf)).toEqual([
      'region',
      ['region', '-weight'],
      undefined,
    ])
  })
})
