/**
 * Array parameters written as Postgres reads them. The driver's own way, an array of values of any type, costs
 * several times as much, which counts where one statement carries ten arrays of hundreds of values.
 */

/** Lays a number of each item out as an array literal; null = NULL. */
export function integers<T>(items: readonly T[], of: (item: T) => number | null): string {
  let literal = ''
  for (let i = 0; i < items.length; i++) {
    const value = of(items[i] as T)
    literal += i === 0 ? (value ?? 'NULL') : `,${value ?? 'NULL'}`
  }
  return `{${literal}}`
}

/** Lays a text of each item out as an array literal; null = NULL. */
export function texts<T>(items: readonly T[], of: (item: T) => string | null): string {
  let literal = ''
  for (let i = 0; i < items.length; i++) {
    const value = of(items[i] as T)
    const element = value === null ? 'NULL' : `"${special.test(value) ? escaped(value) : value}"`
    literal += i === 0 ? element : `,${element}`
  }
  return `{${literal}}`
}

const special = /["\\]/
const escaped = (value: string): string => value.replace(/["\\]/g, '\\$&')
