const apple: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥' }
const other: Readonly<Record<string, string>> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' }
const named: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/**
 * Says what is printed on the keys of a shortcut (`mod+k`, `g h`, `shift+n`), one text for each key, in the order
 * they are pressed.
 */
export function keyWords(keys: string, onApple: boolean): string[] {
  const modifiers = onApple ? apple : other
  const chords = keys === ' ' ? [' '] : keys.split(' ')
  return chords.flatMap((chord) =>
    chord
      .split('+')
      .map((key) => modifiers[key] ?? named[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
  )
}
