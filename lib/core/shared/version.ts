/**
 * Versions are compared through a key: a text of printable ASCII whose byte order is the order of versions.
 * The database stores the key beside the version, so `version(cluster.version) < version("3.10")` is the same
 * comparison in SQL (`collate "C"`) and in JavaScript by construction, and can use an index.
 *
 * The order: dotted numbers first, compared as numbers (3.9 < 3.10), trailing zeros ignored (3.9 = 3.9.0); what
 * follows them is a pre-release and comes before the release (4.0.0-rc.1 < 4.0.0), compared part by part, numbers
 * as numbers and before words (rc.2 < rc.10, rc2 < rc10); what follows a `+` decides last (1.27.4+k3s1 <
 * 1.27.4+k3s2). A text that does not begin with a number comes before all that do. A leading `v` is ignored.
 *
 * In the key a number is the count of its digits (two characters) and the digits, so that it sorts by size
 * without padding; a word ends with a space, which sorts before everything a word can contain; `-` (pre-release)
 * sorts before `.` (release), which sorts before any further number; `!` ends the pre-release and begins a text
 * without a number, and sorts before all of them.
 */
export function versionSortKey(version: string): string {
  const trimmed = version.trim().replace(/^[vV](?=\d)/, '')
  const plus = trimmed.indexOf('+')
  const main = plus === -1 ? trimmed : trimmed.slice(0, plus)
  const build = plus === -1 ? '' : tokensKey(trimmed.slice(plus + 1))
  const numbers = /^\d+(?:\.\d+)*/.exec(main)?.[0]
  if (numbers === undefined) return `!${tokensKey(main)}!${build}`
  const parts = numbers.split('.').map(numberKey)
  while (parts.at(-1) === zeroKey) parts.pop()
  const rest = main.slice(numbers.length)
  const release = parts.join('')
  return rest === '' ? `${release}.${build}` : `${release}-${tokensKey(rest)}!${build}`
}

const zeroKey = '010'

function numberKey(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '')
  const length = significant.length
  const prefix = length < 99 ? String(length).padStart(2, '0') : `99${String(length).padStart(9, '0')}`
  return prefix + significant
}

function tokensKey(text: string): string {
  let key = ''
  for (const [token] of text.matchAll(/\d+|[^\d.\-_]+/g)) {
    key += /^\d/.test(token) ? numberKey(token) : `${wordKey(token)} `
  }
  return key
}

function wordKey(word: string): string {
  return word.replace(/[^A-Za-z]/gu, (char) => `~${(char.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`)
}

/**
 * Compares two versions: negative when `a` is older, 0 when they are the same version, positive when newer.
 * A total order over all texts; never throws.
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0
  const x = versionSortKey(a)
  const y = versionSortKey(b)
  return x < y ? -1 : x > y ? 1 : 0
}
