import { describe, expect, it } from 'vitest'
import { nameOfDocument } from './name-of-document'

describe('the name that a document gives itself', () => {
  it.each([
    ['metadata: { name: kafka-upgrade }', 'kafka-upgrade'],
    ['{"metadata": {"name": "x"}}', 'x'],
    ['metadata: { name: "" }', null],
    ['metadata: text', null],
    ['', null],
    ['metadata: [', null],
    [`metadata: ${'['.repeat(20_000)}`, null],
  ])('%#', (text, name) => {
    expect(nameOfDocument(text)).toBe(name)
  })
})
