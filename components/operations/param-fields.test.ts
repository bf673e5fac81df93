import { describe, expect, it } from 'vitest'
import { readParamFields } from './param-fields'

const schema = {
  type: 'object',
  required: ['version', 'force'],
  properties: {
    version: { type: 'string', pattern: '^\\d+$', title: 'Target version', examples: ['4'] },
    batch: { type: 'integer', minimum: 1, maximum: 9, description: 'At once' },
    force: { type: 'boolean' },
    mode: { enum: ['rolling', 2] },
    notes: { type: 'string', maxLength: 4_000 },
    topics: { type: 'array', items: { type: 'string' } },
    extra: { type: ['object', 'null'] },
    odd: true,
  },
}

describe('fields of a JSON Schema', () => {
  const fields = readParamFields(schema)

  it('are those of its properties, required ones first', () => {
    expect(fields.map(({ name, control }) => [name, control.kind])).toEqual([
      ['version', 'text'],
      ['force', 'switch'],
      ['batch', 'number'],
      ['mode', 'choice'],
      ['notes', 'text'],
      ['topics', 'list'],
      ['extra', 'json'],
      ['odd', 'json'],
    ])
  })

  it('carry title, hint, example and whether they are required', () => {
    expect(fields[0]).toMatchObject({
      label: 'Target version',
      hint: 'Of the form ^\\d+$',
      placeholder: '4',
      required: true,
      control: { mono: true, long: false },
    })
    expect(fields[2]).toMatchObject({
      label: 'batch',
      hint: 'At once',
      required: false,
      control: { min: 1, max: 9 },
    })
    expect(fields[4]).toMatchObject({ control: { long: true, mono: false } })
  })

  it('are none for a schema without properties', () => {
    expect(readParamFields({ type: 'object' })).toEqual([])
    expect(readParamFields({ type: 'object', properties: 7 })).toEqual([])
  })

  it('are read from own properties only', () => {
    const hostile = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"boolean"}}}',
    )
    expect(readParamFields(hostile).map(({ name, control }) => [name, control.kind])).toEqual([
      ['__proto__', 'text'],
      ['constructor', 'switch'],
    ])
  })
})
