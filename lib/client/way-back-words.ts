/** Says whether and until when what a rollout does to a cluster can be taken back. */
export function wayBackWords({
  possible,
  irreversibleAfter,
}: {
  possible: boolean
  irreversibleAfter: 'apply' | 'verify' | null
}): string {
  if (!possible) return 'none. The operation has no revert: what it does stays.'
  if (irreversibleAfter === 'apply')
    return 'only while it has not worked. Once a cluster is changed, or may be, it stays so.'
  if (irreversibleAfter === 'verify')
    return 'until the checks after it have passed. From then on a cluster stays as it is.'
  return 'at any time, by a rollback.'
}
