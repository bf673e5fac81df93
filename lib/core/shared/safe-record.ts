/**
 * Builds an object without a prototype from entries, so that keys such as `__proto__` and `constructor` are
 * keys like any other.
 */
export function safeRecord<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const record: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) record[key] = value
  return record
}
