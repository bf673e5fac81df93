import type { AnyEndpoint } from '../endpoint'
import * as amendments from './amendments'
import * as audit from './audit'
import * as clusters from './clusters'
import * as commands from './commands'
import * as disruption from './disruption'
import * as drafts from './drafts'
import * as failures from './failures'
import * as freezes from './freezes'
import * as line from './line'
import * as members from './members'
import * as membership from './membership'
import * as metrics from './metrics'
import * as notifications from './notifications'
import * as operations from './operations'
import * as plans from './plans'
import * as policies from './policies'
import * as rehearsals from './rehearsals'
import * as rollbacks from './rollbacks'
import * as rollouts from './rollouts'
import * as schedules from './schedules'
import * as secrets from './secrets'
import * as system from './system'
import * as tokens from './tokens'
import * as webhooks from './webhooks'

const isEndpoint = (value: unknown): value is AnyEndpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'permission' in value

/** Every documented verb of the API, in the order of the document. */
export const endpoints: readonly AnyEndpoint[] = [
  clusters,
  operations,
  policies,
  drafts,
  plans,
  rehearsals,
  rollouts,
  commands,
  schedules,
  webhooks,
  rollbacks,
  amendments,
  failures,
  membership,
  freezes,
  disruption,
  line,
  audit,
  members,
  tokens,
  secrets,
  notifications,
  system,
  metrics,
].flatMap((module) => Object.values(module).filter(isEndpoint))
