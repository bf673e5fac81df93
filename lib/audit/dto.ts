/** One act: who did what, to what, when and from where. */
export interface AuditEntryDto {
  id: number
  at: string
  actorKind: string
  actor: string
  action: string
  objectType: string
  object: string
  data: Record<string, unknown>
  ip: string | null
  userAgent: string | null
  /** Chains the entry to the one before it. */
  hash: string
}

export interface AuditPage {
  items: AuditEntryDto[]
  nextCursor: string | null
}

/** Whether the log is whole, and if not, where it was tampered with. */
export interface AuditCheckDto {
  entries: number
  whole: boolean
  breaks: { id: number; problem: string }[]
  /** The newest hash: kept elsewhere, it proves later that nothing before it was changed. */
  head: string
}
