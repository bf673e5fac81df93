/** A worker process as the settings page shows it. Instants are ISO 8601 in UTC. */
export interface WorkerDto {
  id: string
  host: string
  pid: number
  startedAt: string
  seenAt: string
  /** Whether it has been heard of lately; a dead one is removed after a while. */
  alive: boolean
  /** Rollouts it keeps moving at this moment. */
  rollouts: number
}
