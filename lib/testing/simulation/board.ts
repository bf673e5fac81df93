import type { Gate } from '@/lib/core/rollout/model'
import { createRandom } from '@/lib/core/shared/random'
import type { Desk } from './desk'
import type { Store } from './store'
import type { Timeline } from './timeline'

/** What a gate asked when the board was told of it. */
export interface Question {
  readonly rollout: number
  readonly gate: string
  readonly round: number
  readonly planHash: string
  /** The newest event that was known then. */
  readonly seenSeq: number
}

/** A call of the board, as it was made and answered. */
export interface BoardCall extends Question {
  readonly at: number
  readonly verdict: 'open' | 'refuse'
  readonly accepted: boolean
}

/** What the board makes of a question. */
const ways = ['open', 'open', 'refuse', 'twice', 'late', 'silent', 'old round', 'old plan', 'blind'] as const

/**
 * The outside system behind webhook gates. It is told once of every question, takes its time, calls twice, comes late,
 * or answers a question that is not asked any more; told so, it looks at what is asked and answers that.
 */
export class Board {
  readonly calls: BoardCall[] = []
  /** What it has done and seen; only what came to something. */
  readonly kinds = new Set<string>()

  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
    private readonly desk: Desk,
    private readonly seed: string,
  ) {}

  /** Takes in the notice of a gate that has just asked. */
  hear(rollout: number, gate: Gate, planHash: string, seenSeq: number): void {
    const asked = { rollout, gate: gate.id, round: gate.round, planHash, seenSeq }
    const random = createRandom(`board ${this.seed} ${rollout} ${gate.id} ${gate.round} ${planHash}`)
    const failed = this.failedAfter(rollout, 0).length > 0
    const way = failed && random.int(4) > 0 ? 'blind' : (ways[random.int(ways.length)] ?? 'open')
    const soon = 500 + random.int(9_000)
    const answer = (question: Question, after = soon) =>
      this.time.after(after, () => this.answer(question, way === 'refuse' ? 'refuse' : 'open'))
    if (way === 'silent') return
    if (way === 'late') {
      this.time.after(25_000 + random.int(30_000), () => {
        if (!this.isAsked(asked)) this.kinds.add('board comes late')
        this.answer(asked, 'open')
      })
      return
    }
    answer(outdated(asked, way))
    if (way !== 'twice') return
    answer(asked)
    answer(asked, soon + random.int(20_000))
  }

  /** Opens whatever asks now, as it is asked. */
  help(rollout: number): void {
    for (const question of this.questionsOf(rollout)) this.answer(question, 'open')
  }

  private answer(question: Question, verdict: BoardCall['verdict']): void {
    const { rollout, gate, round, planHash, seenSeq } = question
    const failedSince = this.failedAfter(rollout, seenSeq)
    const before = this.calls.some(
      (call) => call.accepted && isSame(call, question) && call.verdict === verdict,
    )
    const reason = verdict === 'refuse' ? 'drawn' : null
    const refused = this.desk.send(
      rollout,
      { type: 'answer-gate', gate, verdict, reason, round, planHash, failedSince },
      [],
      before,
    )
    this.calls.push({ ...question, at: this.time.now, verdict, accepted: refused === null })
    if (refused === null) this.kinds.add(`board ${verdict === 'open' ? 'opens' : 'refuses'}`)
    else if (before) this.kinds.add('board calls twice')
    if (refused !== 'stale') return
    this.kinds.add(`board has ${this.whyStale(question)}`)
    this.time.after(3_000, () => {
      for (const asked of this.questionsOf(rollout)) if (asked.gate === gate) this.answer(asked, verdict)
    })
  }

  private failedAfter(rollout: number, event: number): string[] {
    const { log } = this.store.of(rollout)
    const failed = log.filter(({ seq, type }) => type === 'target.failed' && seq > event)
    return failed.map(({ target }) => target?.cluster ?? '')
  }

  private whyStale({ rollout, gate: id, round, planHash }: Question): string {
    const { head, gates } = this.store.of(rollout)
    const gate = gates.find((one) => one.id === id)
    if (gate?.round !== round) return 'an old round'
    return planHash === head.planHash ? 'old evidence' : 'an old plan'
  }

  private isAsked(question: Question): boolean {
    return this.questionsOf(question.rollout).some((asked) => isSame(asked, question))
  }

  /** What the webhook gates of a rollout ask now. */
  private questionsOf(rollout: number): Question[] {
    const { head, gates, log } = this.store.of(rollout)
    return gates
      .filter((gate) => gate.spec.type === 'webhook' && gate.state === 'closed' && gate.requestedAt !== null)
      .map(({ id, round }) => ({
        rollout,
        gate: id,
        round,
        planHash: head.planHash,
        seenSeq: log.length,
      }))
  }
}

/** A question as somebody remembers it who has not looked again. */
function outdated(asked: Question, way: (typeof ways)[number]): Question {
  if (way === 'old round') return { ...asked, round: asked.round - 1 }
  if (way === 'old plan') return { ...asked, planHash: 'another plan' }
  return way === 'blind' ? { ...asked, seenSeq: 0 } : asked
}

const isSame = (a: Question, b: Question): boolean =>
  a.rollout === b.rollout && a.gate === b.gate && a.round === b.round && a.planHash === b.planHash
