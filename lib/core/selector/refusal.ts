/**
 * Carries a refusal out of the recursion that reads a tree. It never leaves this folder: `parseSelector`
 * catches it and answers with a value.
 */
export class Refusal extends Error {
  constructor(
    readonly range: { readonly start: number; readonly end: number },
    message: string,
    readonly suggestion?: string,
  ) {
    super(message)
  }
}

/** Refuses the part of the selector that a node covers. */
export function refuse(
  node: { readonly start: number; readonly end: number },
  message: string,
  suggestion?: string,
): never {
  throw new Refusal({ start: node.start, end: node.end }, message, suggestion)
}
