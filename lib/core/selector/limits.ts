/**
 * What keeps a selector cheap whoever wrote it. Matching takes time linear in the size of the tree, so bounding
 * the tree bounds the time; there are no macros and no regular expressions to make it worse. Lists are allowed
 * to be long, because pasting two thousand names of clusters is an honest thing to do.
 */
export const selectorLimits = {
  textLengthMax: 131_072,
  nodesMax: 10_000,
  depthMax: 64,
  listLengthMax: 5_000,
} as const
