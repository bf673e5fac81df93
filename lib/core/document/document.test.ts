import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportDocument } from './export'
import { readSource } from './source'

const value = (source: string) => {
  const { source: read, problems } = readSource(source)
  if (!read) throw new Error(JSON.stringify(problems))
  return read.value
}

describe('a source is data and nothing else', () => {
  it.each([
    ['YAML', 'a: 1\nb: [x, "y"]\n', { a: 1, b: ['x', 'y'] }],
    [
      'JSON, with tabs and escapes',
      '{\n\t"a": "b\\/c\\u00e9",\n\t"c": [1.5, null, true]\n}',
      { a: 'b/cé', c: [1.5, null, true] },
    ],
    ['aliases', 'a: &x { b: 1 }\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    [
      'what looks like a date, a time or a yes',
      'a: 2020-01-01\nb: 09:00\nc: yes\n',
      { a: '2020-01-01', b: '09:00', c: 'yes' },
    ],
    ['keys that are numbers', '1: x\n', { '1': 'x' }],
    ['comments', '# a\nb: 1 # c\n', { b: 1 }],
  ])('%s', (_, source, expected) => {
    expect(value(source)).toEqual(expected)
  })

  it.each([
    ['nothing', '', /empty/, 1, 1],
    ['a comment alone', '# x', /empty/, 1, 1],
    ['a key that is there twice', 'a: 1\nb: 2\na: 3', /the key a is there twice/, 3, 1],
    ['the same in JSON', '{"a": 1,\n "a": 2}', /the key a is there twice/, 2, 2],
    ['__proto__', 'a:\n  __proto__: { x: 1 }', /"__proto__" cannot be used/, 2, 3],
    ['constructor', '{"constructor": 1}', /"constructor" cannot be used/, 1, 2],
    ['a tag', 'a: !!js/function "x"', /tags cannot be used/, 1, 4],
    ['binary', 'a: !!binary aGVsbG8=', /only texts/, 1, 13],
    ['two documents', 'a: 1\n---\nb: 2', /more than one document/, 1, 1],
    ['an alias of nothing', 'a: *x', /no anchor &x/, 1, 4],
    ['an alias of itself', 'a: &a [*a]', /nested too deeply/, 1, 8],
    ['not a number', 'a: .nan', /cannot be used/, 1, 4],
    ['a number that would lose digits', 'a: 12345678901234567890', /too large/, 1, 4],
    ['NUL', 'a: "\\0"', /cannot be stored/, 1, 4],
    ['an open quote', 'a: "x', /missing closing/, 1, 6],
    ['tabs as indentation', 'a:\n\tb: 1', /tabs are not allowed/, 2, 1],
    ['too many characters', `a: ${'x'.repeat(300_000)}`, /300003 characters long/, 1, 1],
  ])('refuses %s', (_, source, message, line, column) => {
    const { source: read, problems } = readSource(source)
    expect(read).toBeNull()
    expect(problems[0]?.message).toMatch(message)
    expect(problems[0]).toMatchObject({ line, column })
  })

  it('survives what is made to hurt, quickly', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`),
    ].join('\n')
    const started = performance.now()
    for (const source of [
      bomb,
      '['.repeat(30_000),
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      `${'{a: '.repeat(15_000)}`,
      `${'- '.repeat(20_000)}x`,
      `${'? '.repeat(20_000)}x`,
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ]) {
      expect(readSource(source).source).toBeNull()
    }
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('never throws, whatever the text', () => {
    const parts = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '|',
      '>',
      '!!x ',
      '#',
      ',',
      '?',
      '<<',
      '\t',
      '---',
      '%',
      '@',
      '\u0000',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (texts) => {
        const { source, problems } = readSource(texts.join(''))
        expect(source === null).toBe(problems.length > 0)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('export', () => {
  it('then import then export gives the same bytes, whatever the values', () => {
    const key = fc
      .oneof(
        fc.constantFrom('a', 'b c', '1', '-', 'null', '~', 'yes', '<<', '#', 'é'),
        fc.string({ minLength: 1, maxLength: 8 }),
      )
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text))
    const leaf = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '5%',
        '1',
        '0x1',
        'true',
        'null',
        '~',
        '',
        ' ',
        'a: b',
        '- x',
        '#',
        '\n',
        'two\nlines\n',
        'trailing \n\n',
        "it's",
        '"',
        '\\',
        '{{ x }}',
        '09:00',
        '1e3',
        '.5',
        '\u2028',
        '*a',
        '&a',
        '!x',
        '%',
        '@',
        '|',
        '>',
        '?',
        'x'.repeat(200),
      ),
      fc.integer(),
      fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
        .filter((number) => !Object.is(number, -0)),
      fc.boolean(),
      fc.constant(null),
    )
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, node, { minKeys: 1, maxKeys: 4 }), (document) => {
        const text = exportDocument(document)
        expect(value(text)).toEqual(JSON.parse(JSON.stringify(document)))
        expect(exportDocument(value(text) as object)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})
