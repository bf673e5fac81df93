import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second, as Linux reports CPU times; every distribution we know of has 100. */
const ticksPerSecond = 100

interface Usage {
  readonly parent: number
  /** Ticks of its own, and of children that have ended. */
  readonly own: number
  readonly ended: number
}

function usageOf(pid: number): Usage | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
    return { parent, own: user + system, ended: endedUser + endedSystem }
  } catch {
    return null
  }
}

/** CPU seconds that a process and its children have used so far; 0 where there is no `/proc`. */
export function cpuSeconds(pid: number): number {
  const root = usageOf(pid)
  if (!root) return 0
  let ticks = root.own + root.ended
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? usageOf(Number(name)) : null
    if (child?.parent === pid) ticks += child.own
  }
  return ticks / ticksPerSecond
}
