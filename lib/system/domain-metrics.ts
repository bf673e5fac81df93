import { Gauge, type Registry } from 'prom-client'
import { rolloutStates } from '@/lib/core/rollout/states'
import type { Sql } from '@/lib/server/sql'
import { workerSilentMsMax } from './silence'

interface Figures {
  in_flight: number
  waiting_gates: number
  leases: number
  workers: number
  flushes: number
  events: number
}

const help: Record<keyof Figures, [name: string, help: string]> = {
  in_flight: ['upgrader_targets_in_flight', 'Clusters that drivers are at work on'],
  waiting_gates: ['upgrader_gates_waiting', 'Gates that wait for somebody or something'],
  leases: ['upgrader_leases', 'Clusters held by a rollout'],
  workers: ['upgrader_workers_alive', 'Worker processes that have been heard of lately'],
  flushes: ['upgrader_rollout_flushes', 'Writes of tickers and commands to rollouts, since the beginning'],
  events: ['upgrader_rollout_events', 'Events of all rollouts, since the beginning'],
}

/** Adds what the database knows about rollouts and workers to a registry; read once, at the moment of a scrape. */
export async function addDomainMetrics(registry: Registry, sql: Sql, now: Date): Promise<void> {
  const states = await sql.query<{ state: string; count: number }>(
    'SELECT state::text AS state, count(*) AS count FROM rollout GROUP BY 1',
  )
  const rollouts = new Gauge({
    name: 'upgrader_rollouts',
    help: 'Rollouts by state',
    labelNames: ['state'],
    registers: [registry],
  })
  for (const state of rolloutStates)
    rollouts.set({ state }, states.find((row) => row.state === state)?.count ?? 0)
  const [figures] = await sql.query<Figures>(
    `SELECT
       (SELECT coalesce(sum(p.applying + p.verifying + p.reverting), 0) FROM phase p JOIN rollout r ON r.id = p.rollout_id
         WHERE r.state IN ('running', 'paused', 'aborting', 'rolling_back')) AS in_flight,
       (SELECT count(*) FROM gate WHERE state = 'closed' AND requested_at IS NOT NULL) AS waiting_gates,
       (SELECT count(*) FROM lease) AS leases,
       (SELECT count(*) FROM worker_heartbeat WHERE seen_at > $1) AS workers,
       (SELECT coalesce(sum(revision), 0)::float8 FROM rollout) AS flushes,
       (SELECT coalesce(sum(last_seq), 0)::float8 FROM rollout) AS events`,
    [new Date(now.getTime() - workerSilentMsMax)],
  )
  for (const key of Object.keys(help) as (keyof Figures)[]) {
    const [name, words] = help[key]
    new Gauge({ name, help: words, registers: [registry] }).set(Number(figures?.[key] ?? 0))
  }
}
