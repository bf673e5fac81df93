/** What a document may be at most; far above what people write, far below what hurts. */
export const documentLimits = {
  sourceLengthMax: 262_144,
  /** Counted after aliases are followed, so that a few lines cannot stand for millions. */
  nodesMax: 20_000,
  depthMax: 48,
} as const
