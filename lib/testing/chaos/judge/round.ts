import { writeFileSync } from 'node:fs'
import type { JournalEntry } from '../../control-plane/journal'
import type { Api } from '../api'
import type { Commands } from '../commands'
import type { Follower } from '../follower'
import type { Product } from '../product'
import type { Run } from '../programme'
import { judgeEffects } from './effects'
import { judgeEnds } from './ends'
import { judgeEnough } from './enough'
import { judgeEvents } from './events'
import { judgeLimits } from './limits'
import { judgeRest } from './rest'
import { readTold, type Told } from './told'

/** What a round is judged by: what an outside saw, and what the public API says. */
export interface Evidence {
  readonly product: Product
  readonly admin: Api
  readonly launcher: Api
  readonly runs: readonly Run[]
  readonly commands: Commands
  readonly followers: readonly Follower[]
  /** What the control plane has written down in this round. */
  readonly log: readonly JournalEntry[]
  /** On how much each fault had an effect, and on which clusters work was under way when one came. */
  readonly hits: ReadonlyMap<string, number>
  readonly hurt: ReadonlySet<string>
}

export interface Verdict {
  /** What was seen that must never be, in words. */
  readonly violations: readonly string[]
  /** How much happened. */
  readonly facts: Readonly<Record<string, number>>
}

/** Judges one part of a round; says what was seen that must never be. */
export type Judge = (
  evidence: Evidence,
  told: readonly Told[],
  say: (words: string) => void,
) => Promise<void> | void

const judges: readonly Judge[] = [judgeEffects, judgeLimits, judgeEnds, judgeEvents, judgeRest, judgeEnough]

/** Judges a round that has ended. */
export async function judgeRound(evidence: Evidence): Promise<Verdict> {
  const violations: string[] = []
  const told = await readTold(evidence)
  for (const judge of judges) await judge(evidence, told, (words) => violations.push(words))
  const { log, hurt, commands, followers, product } = evidence
  if (violations.length > 0) {
    const seen = { violations, log, starts: product.wire.starts, holds: commands.holds, told }
    writeFileSync(`${product.logs}/evidence.json`, JSON.stringify(seen, null, 1))
  }
  return {
    violations,
    facts: {
      effects: log.filter(({ type }) => type === 'applied').length,
      requests: log.filter(({ type }) => type === 'received').length,
      'clusters hit at work': hurt.size,
      'commands acknowledged': commands.acknowledged.length,
      events: told.reduce((sum, { events }) => sum + events.length, 0),
      'streams opened': followers.reduce((sum, { connects }) => sum + connects, 0),
    },
  }
}
