import { describe, expect, it } from 'vitest'
import { keyWords } from './key-words'

describe('keyWords', () => {
  it.each([
    ['mod+k', ['⌘', 'K'], ['Ctrl', 'K']],
    ['mod+shift+z', ['⌘', '⇧', 'Z'], ['Ctrl', 'Shift', 'Z']],
    ['alt+ArrowUp', ['⌥', '↑'], ['Alt', '↑']],
    ['g h', ['G', 'H'], ['G', 'H']],
    ['?', ['?'], ['?']],
    ['Delete', ['Delete'], ['Delete']],
    [' ', ['Space'], ['Space']],
  ])('names the keys of %j as they are printed on a Mac and elsewhere', (keys, onApple, elsewhere) => {
    expect(keyWords(keys, true)).toEqual(onApple)
    expect(keyWords(keys, false)).toEqual(elsewhere)
  })
})
