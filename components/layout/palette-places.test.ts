import { describe, expect, it } from 'vitest'
import { findPlaces, type Place } from './palette-places'

const place = (name: string, kind = 'cluster'): Place => ({ name, kind, href: `/${name}`, mono: false })
const places = [
  place('Fleet', 'page'),
  place('my-kafka-eu'),
  place('kafka-aws-1'),
  place('kafka-azure-1'),
  place('notkafka'),
  place('a.b[c]'),
]
const names = (words: string, limit = 10) => findPlaces(places, words, limit).map(({ name }) => name)

describe('going to anything', () => {
  it('offers pages before one types', () => {
    expect(names('', 2)).toEqual(['Fleet', 'my-kafka-eu'])
  })

  it('finds names that begin so first, then words within, then the rest', () => {
    expect(names('kafka')).toEqual(['kafka-aws-1', 'kafka-azure-1', 'my-kafka-eu', 'notkafka'])
  })

  it('wants all words, in any order and case', () => {
    expect(names('AZURE kafka')).toEqual(['kafka-azure-1'])
    expect(names('kafka nowhere')).toEqual([])
  })

  it('takes every character as it is', () => {
    expect(names('[c')).toEqual(['a.b[c]'])
    expect(names('.*')).toEqual([])
  })
})
