import { z } from 'zod'
import { gateStates, pauseCauses, phaseStates, rolloutStates, targetStates } from '@/lib/core/rollout/states'
import type {
  AttemptDto,
  DecisionDto,
  EventDto,
  EvidenceDto,
  GateAckDto,
  GateAnswerDto,
  GateDto,
  GuardDto,
  LogLineDto,
  NodeDto,
  NoticeDto,
  PhaseDto,
  RollbackPreviewDto,
  RolloutAckDto,
  RolloutDto,
  RolloutSummaryDto,
  StopDto,
  TargetCounts,
  TargetDetailDto,
  TargetDto,
  TargetsAckDto,
  WaitReasonDto,
} from '@/lib/rollouts/dto'
import { drift } from './membership'
import { openingSchema } from './opening'
import { coverageSchema } from './plans'

/** Answers about rollouts, as the API documents them. */

const at = z.iso.datetime()
const count = z.number().int()
const record = z.record(z.string(), z.unknown())

const counts = z.object({
  pending: count,
  applying: count,
  verifying: count,
  succeeded: count,
  failed: count,
  skipped: count,
  cancelled: count,
  reverting: count,
  reverted: count,
  revert_failed: count,
}) satisfies z.ZodType<TargetCounts>

const waitReason = z.object({
  kind: z.string(),
  message: z.string(),
  targets: count.nullable(),
  phase: z.string().nullable(),
  gate: z.string().nullable(),
  since: at.nullable(),
  until: at.nullable(),
  unblockedBy: z.string().nullable().describe('Who can end it, in words; null = it ends by itself.'),
}) satisfies z.ZodType<WaitReasonDto>

const decision = z.object({
  user: z.string(),
  verdict: z.enum(['approve', 'reject']),
  comment: z.string().nullable(),
  at,
}) satisfies z.ZodType<DecisionDto>

export const checkEvidenceSchema = z.object({
  state: z.enum(['pass', 'fail', 'unknown']),
  message: z.string(),
  value: z.unknown(),
  since: at,
  checkedAt: at,
}) satisfies z.ZodType<EvidenceDto>
const evidence = checkEvidenceSchema.nullable()

const guard = z.object({
  name: z.string(),
  evidence,
  failingSince: at.nullable(),
  pausesAt: at.nullable().describe('When the rollout pauses if the guard does not pass until then'),
}) satisfies z.ZodType<GuardDto>

const gate = z.object({
  id: z.string(),
  type: z.string(),
  phase: z.string(),
  place: z.string().describe('`before`, `after` or `step:<n>`'),
  state: z.enum(gateStates),
  title: z.string(),
  requestedAt: at.nullable(),
  expiresAt: at.nullable(),
  decidedAt: at.nullable(),
  decisions: z.array(decision),
  missing: count,
  openings: z.array(openingSchema).describe('The next five openings of a window, the present one first'),
  evidence,
  notice: z
    .object({ toldAt: at.nullable(), attempts: count, error: z.string().nullable(), retryAt: at.nullable() })
    .nullable()
    .describe(
      'Whether the outside system of a webhook gate knows that it is asked',
    ) satisfies z.ZodType<NoticeDto | null>,
  override: z.object({ user: z.string(), reason: z.string(), at }).nullable(),
}) satisfies z.ZodType<GateDto>

const budget = z.object({ max: count, charged: count, acknowledged: count }).nullable()

const share = z.number().min(0).max(1)
const stop = (
  z.object({
    trials: count,
    failures: count,
    check: z
      .string()
      .nullable()
      .describe('On which upgraded clusters are compared with waiting ones; null = failures count'),
    baseline: share.nullable(),
    falseAlarm: share,
    evidence: z.number().describe('An e-value: 1 says nothing; at `enough` the rollout is paused.'),
    enough: z.number(),
  }) satisfies z.ZodType<StopDto>
).nullable()

const phase = z.object({
  id: z.string(),
  index: count,
  title: z.string(),
  state: z.enum(phaseStates),
  after: z.array(z.string()),
  total: count,
  counts,
  step: count,
  steps: z.array(count),
  maxInFlight: count.nullable(),
  budget,
  stop,
  coverage: coverageSchema.nullable().describe('What the targets that have succeeded cover of the phase.'),
  startedAt: at.nullable(),
  soakUntil: at.nullable(),
  finishedAt: at.nullable(),
  pastReturn: count.describe('Targets past the point of no return.'),
  gates: z.array(gate),
}) satisfies z.ZodType<PhaseDto>

export const rolloutSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  state: z.enum(rolloutStates),
  pauseCause: z.enum(pauseCauses).nullable(),
  pauseDetail: z.string().nullable(),
  operation: z.string(),
  operationRevision: count,
  policy: z.string().nullable(),
  policyRevision: count.nullable(),
  launchedBy: z.string(),
  total: count,
  counts,
  createdAt: at,
  startAt: at.nullable().describe('When a draft starts by itself; null = when somebody starts it.'),
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  planHash: z.string(),
  lastSeq: count,
}) satisfies z.ZodType<RolloutSummaryDto>

export const rolloutSchema = rolloutSummarySchema.extend({
  params: record,
  select: z.string(),
  exclude: z.string().nullable(),
  cancelInFlight: z.boolean(),
  waitingFor: z.array(waitReason),
  budget,
  stop,
  phases: z.array(phase),
  guards: z.array(guard),
  warnings: z.array(z.string()),
  excludedCount: count,
  wayBack: z
    .object({
      underWay: z.enum(['whole', 'part']).nullable(),
      possible: z.boolean().describe('Whether the operation has a revert.'),
      irreversibleAfter: z.enum(['apply', 'verify']).nullable(),
      pastReturn: count,
    })
    .describe('How it can be rolled back.'),
  amendment: z
    .object({
      id: z.string(),
      proposedBy: z.string(),
      proposedAt: at,
      reason: z.string().nullable(),
      weakenings: z.array(z.string()),
      overtaken: z.boolean().describe('The plan was amended since: it can only be rejected or withdrawn.'),
    })
    .nullable()
    .describe('An amendment that waits for somebody else, while the rollout goes on as it is.'),
}) satisfies z.ZodType<RolloutDto>

export const targetSchema = z.object({
  cluster: z.string(),
  phase: z.string(),
  position: count,
  state: z.enum(targetStates),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  step: z.string().nullable(),
  attempt: count,
  progress: z.number().nullable(),
  provider: z.string(),
  region: z.string(),
  tier: z.string(),
  version: z.string().nullable(),
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  retryAt: at.nullable(),
  reversible: z.boolean().describe('Whether a rollback can undo what is done to it.'),
  irreversible: z.string().nullable().describe('Why it cannot.'),
}) satisfies z.ZodType<TargetDto>

const node = z.object({
  name: z.string(),
  state: z.string(),
  message: z.string().nullable(),
}) satisfies z.ZodType<NodeDto>

const attempt = z.object({
  step: z.string(),
  number: count,
  generation: count,
  key: z.string(),
  startedAt: at,
  finishedAt: at.nullable(),
  outcome: z.string().nullable(),
  message: z.string().nullable(),
}) satisfies z.ZodType<AttemptDto>

const logLine = z.object({
  id: z.string(),
  at,
  stream: z.string(),
  text: z.string(),
}) satisfies z.ZodType<LogLineDto>

export const targetDetailSchema = targetSchema.extend({
  facts: record,
  drift: z.array(drift).describe('How its cluster was relabelled since the plan.'),
  previous: record.nullable(),
  nodes: z.array(node),
  attempts: z.array(attempt),
  log: z.array(logLine),
  explanation: z.array(waitReason).describe('Why it is where it is; the first unmet condition first.'),
}) satisfies z.ZodType<TargetDetailDto>

export const eventSchema = z.object({
  seq: count,
  at,
  type: z.string(),
  rollout: z.string(),
  phase: z.string().nullable(),
  target: z.string().nullable(),
  attempt: count.nullable(),
  actor: z.string(),
  data: record.nullable(),
}) satisfies z.ZodType<EventDto>

export const rolloutAckSchema = z.object({
  id: z.string(),
  state: z.enum(rolloutStates),
  pauseCause: z.enum(pauseCauses).nullable(),
  lastSeq: count,
}) satisfies z.ZodType<RolloutAckDto>

export const gateAckSchema = rolloutAckSchema.extend({ gate }) satisfies z.ZodType<GateAckDto>

export const gateAnswerSchema = z.object({
  rollout: z.string(),
  gate: z.string(),
  state: z.enum(gateStates),
  round: count,
  lastSeq: count,
  repeated: z.boolean().describe('The same call had counted before; this one has changed nothing'),
}) satisfies z.ZodType<GateAnswerDto>

export const targetsAckSchema = rolloutAckSchema.extend({
  targets: count.describe('How many targets the command changed.'),
}) satisfies z.ZodType<TargetsAckDto>

export const rollbackPreviewSchema = z.object({
  possible: z.boolean(),
  why: z.string().nullable(),
  revert: count,
  restFirst: count,
  cancel: count,
  leftCount: count,
  left: z.array(z.object({ cluster: z.string(), reason: z.string() })),
  phases: z.array(z.object({ id: z.string(), title: z.string(), revert: count, left: count })),
}) satisfies z.ZodType<RollbackPreviewDto>

/** A page of anything. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
