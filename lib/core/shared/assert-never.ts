/**
 * Fails to compile when a closed union has a case that the caller forgot; throws should one slip in at run
 * time (a row written by a newer version, say).
 */
export function assertNever(value: never, what = 'case'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`)
}
