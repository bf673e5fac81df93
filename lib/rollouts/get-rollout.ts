import type pg from 'pg'
import { missingApprovals, type Person } from '@/lib/core/rollout/decide-gate'
import { phaseBudget, rolloutBudget } from '@/lib/core/rollout/limits'
import { commandState } from '@/lib/core/rollout/load'
import type { Phase } from '@/lib/core/rollout/model'
import type { EngineState } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import { phaseStop, rolloutStop } from '@/lib/core/rollout/stop'
import { waitingFor } from '@/lib/core/rollout/waiting'
import { lineWaits } from '@/lib/line/line-wait'
import { found } from '@/lib/server/errors'
import { type Sql, transaction } from '@/lib/server/sql'
import { peopleOf } from './decide-gate'
import type { NoticeDto, PhaseDto, RolloutDto } from './dto'
import { guardDto, type Looks, loadLooks } from './evidence-dto'
import { gateDto, iso } from './gate-dto'
import { loadRollout } from './load'
import { type AmendmentRow, pendingAmendment } from './load-amendments'
import { loadNotices } from './notice-dto'
import { phaseCoverage } from './phase-coverage'
import { rolloutIdOf } from './rollout-id'
import { stopDto } from './stop-dto'
import { type HeadRow, headColumns, headSummary, headTables } from './summary'
import { waitDto } from './wait-dto'
import { waitFacts } from './wait-facts'
import { countPastReturn, wayBackDto } from './way-back'

/** Shows one rollout with its phases, gates and what it waits for, all of one moment. */
export function getRollout({ pool, now }: { pool: pg.Pool; now(): Date }, id: string): Promise<RolloutDto> {
  return transaction(pool, (tx) => readRollout(tx, rolloutIdOf(id), now().getTime()), { readOnly: true })
}

async function readRollout(tx: Sql, id: number, now: number): Promise<RolloutDto> {
  const loaded = await loadRollout(tx, id, { lock: false, targets: 'none' })
  const state = commandState(loaded)
  const [row] = await tx.query<HeadRow>(`SELECT ${headColumns} FROM ${headTables} WHERE r.id = $1`, [id])
  const head = found(row, 'rollout', id)
  const deciders = loaded.gates.flatMap(({ decisions }) => decisions.map(({ userId }) => userId))
  const people = await peopleOf(tx, [...new Set(deciders)])
  const coverage = await phaseCoverage(tx, id, loaded.phases)
  const waits = waitingFor(state, await waitFacts(tx, loaded.head, loaded.phases, now), now)
  const passed = await countPastReturn(tx, loaded.head)
  const line = await lineWaits(tx, loaded.head)
  const looks = await loadLooks(tx, id)
  const notices = await loadNotices(tx, id)
  return {
    ...headSummary(head, loaded.phases),
    params: head.params,
    select: head.select,
    exclude: head.exclude,
    cancelInFlight: loaded.head.cancelInFlight,
    waitingFor: [
      ...line.map((wait) => waitDto(wait, null)),
      ...waits.map((wait) => waitDto(wait, wait.targets)),
    ],
    budget: budgetDto(rolloutBudget(loaded.head), loaded.head.acknowledged),
    stop: stopDto(rolloutStop(state)),
    phases: loaded.phases.map((phase) =>
      phaseDto(state, phase, {
        people,
        now,
        looks,
        notices,
        coverage: coverage.get(phase.index) ?? null,
        pastReturn: passed.get(phase.index) ?? 0,
      }),
    ),
    guards: loaded.guards.map((guard) => guardDto(guard, looks.guards.get(guard.index))),
    warnings: head.warnings.map(({ message }) => message),
    excludedCount: head.excluded_count,
    wayBack: wayBackDto(loaded.head, passed),
    amendment: isFinished(loaded.head.state)
      ? null
      : pendingDto(await pendingAmendment(tx, id), loaded.head.planHash),
  }
}

const pendingDto = (row: AmendmentRow | null, planHash: string): RolloutDto['amendment'] =>
  row && {
    id: String(row.id),
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt.toISOString(),
    reason: row.reason,
    weakenings: row.weakenings,
    overtaken: row.basePlanHash !== planHash,
  }

/** What a phase is shown with, besides its state. */
interface PhaseView {
  readonly people: readonly Person[]
  readonly now: number
  readonly looks: Looks
  readonly notices: ReadonlyMap<string, NoticeDto>
  readonly coverage: PhaseDto['coverage']
  readonly pastReturn: number
}

function phaseDto(
  state: EngineState,
  phase: Phase,
  { people, now, looks, notices, ...view }: PhaseView,
): PhaseDto {
  const gates = state.gates.filter((gate) => gate.phase === phase.index)
  return {
    id: phase.id,
    index: phase.index,
    title: phase.title,
    state: phase.state,
    after: [...phase.rules.after],
    total: phase.total,
    counts: { ...phase.counts },
    step: phase.step,
    steps: [...(phase.resolved?.steps ?? [])],
    maxInFlight: phase.resolved?.maxInFlight ?? null,
    budget: budgetDto(phaseBudget(phase), phase.acknowledged),
    stop: stopDto(phaseStop(phase)),
    ...view,
    startedAt: iso(phase.startedAt),
    soakUntil: iso(phase.soakUntil),
    finishedAt: iso(phase.finishedAt),
    gates: gates.map((gate) =>
      gateDto(gate, {
        phase,
        now,
        missing: missingApprovals(state.head, gate, people),
        look: looks.gates.get(gate.id),
        notice: notices.get(gate.id),
      }),
    ),
  }
}

const budgetDto = (budget: ReturnType<typeof phaseBudget>, acknowledged: number): PhaseDto['budget'] =>
  budget && { max: budget.max, charged: budget.charged, acknowledged }
