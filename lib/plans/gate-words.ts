import type { ResolvedApproval, ResolvedGate, ResolvedPhase } from '@/lib/core/policy/resolved'
import { formatDuration } from '@/lib/core/shared/duration'
import { windowWords } from '@/lib/core/shared/weekly-window'

/** Says in words what a phase waits for: gates in front of it, between its steps, and its soak at the end. */
export function gateWords({ before, steps, soakMs }: ResolvedPhase): string[] {
  const words = before.map(wordsOf)
  for (const step of steps) {
    if (step.approval) words.push(`${approvalWords(step.approval)} after ${step.to}`)
    if (step.soakMs > 0) words.push(`soak ${formatDuration(step.soakMs)} after ${step.to}`)
  }
  if (soakMs > 0) words.push(`soak ${formatDuration(soakMs)}`)
  return words
}

function wordsOf(gate: ResolvedGate): string {
  switch (gate.type) {
    case 'approval':
      return approvalWords(gate)
    case 'soak':
      return `wait ${formatDuration(gate.soakMs)}`
    case 'window':
      return `window ${windowWords(gate)}`
    case 'check':
      return `check ${gate.name}`
    case 'webhook':
      return `webhook ${gate.name}`
  }
}

const approvalWords = ({ count, notLauncher }: ResolvedApproval): string =>
  `${count === 1 ? 'approval' : `${count} approvals`}${notLauncher ? '' : ' (launcher may)'}`
