import type { Handlers } from './handlers'
import type { Gate, Guard, Phase } from './model'

/**
 * What an amendment does to a rollout: the rules of what is left are another, from one event to the next. Targets
 * keep all that has happened to them; only those that have not begun stand elsewhere. Who weakens the rules of a
 * rollout has overridden what others had approved, so they approve nothing in it any more.
 *
 * It is a command, made on a state without a ticker's memory: the ticker loads anew, as after every command.
 */
export const amendHandlers: Pick<
  Handlers<'rollout'>,
  | 'rollout.amended'
  | 'rollout.amendment_proposed'
  | 'rollout.amendment_rejected'
  | 'rollout.amendment_withdrawn'
> = {
  // What is only proposed changes nothing: the rollout goes on as it is.
  'rollout.amendment_proposed': () => {},
  'rollout.amendment_rejected': () => {},
  'rollout.amendment_withdrawn': () => {},
  'rollout.amended': ({ state, turn }, { data, amendment }) => {
    if (state.run) throw new Error('an amendment is a command: it has no memory to keep in step')
    const { head } = state
    head.rules = { policy: amendment.policy, operation: head.rules.operation }
    head.planHash = amendment.planHash
    if (data.weakenings.length > 0) head.lastOverriderId = data.proposedBy.userId
    // The log keeps the amendment as it was; what follows happens to copies.
    replace<Phase>(
      state.phases,
      amendment.phases.map((one) => ({ ...one, counts: { ...one.counts } })),
    )
    replace<Gate>(
      state.gates,
      amendment.gates.map((one) => ({ ...one, decisions: [...one.decisions] })),
    )
    replace<Guard>(
      state.guards,
      amendment.guards.map((one) => ({ ...one })),
    )
    for (const { target: id, phase, position } of amendment.moves) {
      const target = state.targets.get(id)
      if (!target) throw new Error(`the amendment moves target ${id}, which is not loaded`)
      target.phase = phase
      target.position = position
      turn.moved.push(target)
    }
    turn.amended = true
    turn.head = true
  },
}

const replace = <T>(list: T[], by: readonly T[]): void => {
  list.splice(0, list.length, ...by)
}
