/** Which clusters a rollback is asked for. */
export type RollbackScope =
  | { readonly kind: 'whole' }
  | { readonly kind: 'select'; readonly select: string }
  | { readonly kind: 'clusters'; readonly clusters: readonly string[] }

/** How long a selector may be in the address of a request, in characters: servers refuse headers over 16 KiB. */
const addressLengthMax = 8_000

/** Writes a scope as the selector that a preview is asked with; undefined = the whole rollout. */
export function selectOf(scope: RollbackScope): string | undefined {
  if (scope.kind === 'whole') return undefined
  if (scope.kind === 'select') return scope.select
  return `cluster.name in [${scope.clusters.map((name) => JSON.stringify(name)).join(', ')}]`
}

/** Tells whether so many clusters can be named one by one. */
export const fitsByName = (clusters: readonly string[]): boolean =>
  encodeURIComponent(selectOf({ kind: 'clusters', clusters }) ?? '').length <= addressLengthMax

/** What a call for the rollback says of its scope. */
export function scopeBody(scope: RollbackScope): Record<string, unknown> {
  if (scope.kind === 'whole') return {}
  return scope.kind === 'select' ? { select: scope.select } : { clusters: scope.clusters }
}
