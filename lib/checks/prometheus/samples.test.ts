import { expect, it } from 'vitest'
import { readSamples } from './samples'

const vector = (values: readonly string[], more: object = {}) => ({
  status: 'success',
  data: { resultType: 'vector', result: values.map((text) => ({ metric: { job: 'a' }, value: [1, text] })) },
  ...more,
})

it.each([
  ['no series', vector([]), 'there is no data'],
  ['a series without a value', vector(['1', 'NaN']), '1 of 2 series'],
  [
    'a warning, for the answer may be partial',
    vector(['1'], { warnings: ['a store is down'] }),
    'may be partial',
  ],
  ['an error', { status: 'error', error: 'x' }, 'not that of an instant query'],
  ['a page', '<html>', 'not that of an instant query'],
])('proves nothing: %s', (_, body, words) => {
  expect(readSamples(body)).toMatchObject({ ok: false, error: expect.stringContaining(words) })
})

it('reads numbers, infinite ones too', () => {
  const read = readSamples(vector(['0.5', '+Inf', '-Inf']))
  expect(read.ok && read.value.map(({ value }) => value)).toEqual([
    0.5,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])
})
