import { describe, expect, it } from 'vitest'
import { invisibleProblem, withoutInvisible } from './invisible'

describe('invisible characters', () => {
  it.each([
    ['an override of the direction', 'Kafka \u202e1.8.3 ot', 'U+202E', 7],
    ['an isolate', '\u2067Kafka', 'U+2067', 1],
    ['a mark of the direction', 'a\u200fb', 'U+200F', 2],
    ['a space of no width', 'prod\u200b', 'U+200B', 5],
    ['a byte order mark', '\ufeffKafka', 'U+FEFF', 1],
    ['a control character', 'a\u001b[31m', 'U+001B', 2],
    ['a tag character behind an emoji, which counts as one', '😀\u{e0041}', 'U+E0041', 2],
  ])('are found: %s', (_, text, code, place) => {
    expect(invisibleProblem(text)).toBe(
      `has an invisible character (${code}) at place ${place}, which can make it read as something else: take it out`,
    )
  })

  it.each([
    'Kafka 3.8.1, überall',
    'two\nlines\tand a tab',
    'عربي و English',
    'עברית',
    '👩‍🚒 on duty',
    'می‌خواهم',
    '日本語 ',
    '',
  ])('are none in what is written as it is read: %j', (text) => {
    expect(invisibleProblem(text)).toBeUndefined()
  })

  it('are taken out of words that are only read, all of them', () => {
    expect(withoutInvisible('\u202ebroker\u200b 2\nis gone\u{e0041}\u202c')).toBe('broker 2\nis gone')
  })
})
