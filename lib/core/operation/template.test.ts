import { expect, it } from 'vitest'
import { readOperation } from './read'
import { newOperationSource } from './template'

it('an operation to begin with is published as it is', () => {
  const { document, problems } = readOperation(newOperationSource, { publish: true })
  expect(problems).toEqual([])
  expect(document?.spec.params).toMatchObject({
    properties: { version: { pattern: '^\\d+\\.\\d+\\.\\d+$' } },
  })
})
