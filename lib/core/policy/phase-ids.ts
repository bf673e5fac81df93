/** Gives each phase its id: its own, or `phase-1`, `phase-2` … by its place in the policy. */
export function phaseIds(phases: readonly { readonly id?: string | undefined }[]): string[] {
  return phases.map((phase, i) => phase.id ?? `phase-${i + 1}`)
}

/** Lists the ids of the phases that each phase comes after: what it says, or the phase above. */
export function phaseAfter(
  phases: readonly { readonly id?: string | undefined; readonly after?: readonly string[] | undefined }[],
): (readonly string[])[] {
  const ids = phaseIds(phases)
  return phases.map((phase, i) => phase.after ?? (i === 0 ? [] : [ids[i - 1] as string]))
}
