/**
 * Characters that nobody sees and that can make a text read as something else: those that turn the direction of what
 * stands around them, those of no width, and control characters. Line breaks and tabs are none of them, nor what joins
 * emoji and letters (U+200C, U+200D).
 */
const invisible =
  /(?![\t\n\r])\p{Cc}|[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0001}\u{e0020}-\u{e007f}]/u
const everyInvisible = new RegExp(invisible, 'gu')

/**
 * Says which character of a name, title or reason is invisible, where it stands (counted in characters, from 1) and what
 * to do, or undefined when there is none.
 */
export function invisibleProblem(text: string): string | undefined {
  const found = invisible.exec(text)
  if (found === null) return undefined
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const place = [...text.slice(0, found.index)].length + 1
  return `has an invisible character (U+${code}) at place ${place}, which can make it read as something else: take it out`
}

/** Takes invisible characters out of words that are only read, so that nothing urgent fails for what came with a paste. */
export const withoutInvisible = (text: string): string => text.replace(everyInvisible, '')
