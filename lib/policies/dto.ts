/** A policy in a list. */
export interface PolicySummaryDto {
  name: string
  title: string
  description: string | null
  revision: number
  author: string
  updatedAt: string
  phases: { id: string; title: string }[]
}

/** Unpublished text of whoever asks. */
export interface PolicyDraftDto {
  name: string
  /** The revision it started from; 0 = a new policy. */
  baseRevision: number
  source: string
  updatedAt: string
}
