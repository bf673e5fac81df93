import type { Handlers } from './handlers'
import type { Phase } from './model'
import type { Scene } from './moves'

/** What the changes of a phase do to it. */
export const phaseHandlers: Handlers<'phase'> = {
  'phase.waiting': ({ turn }, { phase }) => {
    phase.state = 'waiting'
    turn.phases.add(phase)
  },
  'phase.started': ({ state, turn, now }, { phase, data }) => {
    phase.state = 'running'
    phase.resolved = data
    phase.step = 0
    phase.startedAt = now
    turn.phases.add(phase)
    state.run?.lanes[phase.index]?.countStep()
  },
  'phase.step_started': ({ state, turn }, { phase, data }) => {
    phase.step = data.step
    turn.phases.add(phase)
    state.run?.lanes[phase.index]?.countStep()
  },
  'phase.soaking': ({ turn }, { phase, data }) => {
    phase.state = 'soaking'
    phase.soakUntil = data.until
    turn.phases.add(phase)
  },
  'phase.reopened': ({ turn }, { phase }) => {
    phase.state = phase.resolved ? 'running' : 'pending'
    phase.soakUntil = null
    phase.finishedAt = null
    turn.phases.add(phase)
  },
  'phase.succeeded': (scene, { phase }) => close(scene, phase, 'succeeded'),
  'phase.succeeded_with_failures': (scene, { phase }) => close(scene, phase, 'succeeded_with_failures'),
  'phase.failed': (scene, { phase }) => close(scene, phase, 'failed'),
  'phase.skipped': (scene, { phase }) => close(scene, phase, 'skipped'),
  'phase.aborted': (scene, { phase }) => close(scene, phase, 'aborted'),
}

function close({ state, turn, now }: Scene, phase: Phase, to: Phase['state']): void {
  phase.state = to
  phase.finishedAt = now
  turn.phases.add(phase)
  // What is over asks nobody: a gate that nobody answers any more must not expire, and pause the rollout.
  for (const gate of state.gates) {
    if (gate.phase !== phase.index || gate.state !== 'closed' || gate.requestedAt === null) continue
    if (gate.spec.type === 'window') continue
    gate.requestedAt = null
    gate.expiresAt = null
    turn.gates.add(gate)
  }
}
