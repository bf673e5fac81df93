import { describe, expect, it } from 'vitest'
import { plainText } from './ansi'

const esc = '\u001b'

describe('a line of output as text', () => {
  it.each([
    ['colours', `${esc}[1;32mok${esc}[0m done`, 'ok done'],
    ['256 colours and cursor moves', `${esc}[38;5;208mwarn${esc}[2K${esc}[1A`, 'warn'],
    ['links', `see ${esc}]8;;https://x.y${esc}\\here${esc}]8;;${esc}\\.`, 'see here.'],
    ['titles', `${esc}]0;window title\u0007text`, 'text'],
    ['the eight-bit form', '\u009b31mred', 'red'],
    ['a sequence that was cut short', `half${esc}[3`, 'half'],
    ['a progress bar, as it stood last', '10 %\r50 %\r100 %', '100 %'],
    ['the end of a line from Windows', 'line\r', 'line'],
    ['bells and nulls', 'a\u0007b\u0000c', 'abc'],
    ['a tab, which stays', 'a\tb', 'a\tb'],
    ['plain text, brackets and all', 'topics[0] is {ok}', 'topics[0] is {ok}'],
  ])('is without %s', (_, line, text) => {
    expect(plainText(line)).toBe(text)
  })
})
