import { expect, it } from 'vitest'
import { parseViews } from './saved-views'

it('takes what is a view and nothing else', () => {
  const stored = JSON.stringify([{ name: 'AWS', query: 'provider=aws' }, { name: 7 }, null, 'x'])
  expect(parseViews(stored)).toEqual([{ name: 'AWS', query: 'provider=aws' }])
  for (const text of ['', '{', '{}', 'null']) expect(parseViews(text)).toEqual([])
})
