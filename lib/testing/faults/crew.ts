import type { WorkerProcess, WorkerProgram } from '@/lib/testing/engine/worker-process'

/** Worker processes of which a given number runs: whoever dies is replaced, as a supervisor would do it. */
export interface Crew {
  /** Everybody there has ever been. */
  readonly members: readonly WorkerProcess[]
  /** Kills a process of the crew at once, and starts another. */
  kill(pid: number): Promise<void>
  /** Starts others for those that have died by themselves. */
  replaceDead(): Promise<void>
  stop(): Promise<void>
}

/** Starts a crew on a database. */
export async function startCrew(program: WorkerProgram, databaseUrl: string, size: number): Promise<Crew> {
  const members: WorkerProcess[] = []
  async function replaceDead(): Promise<void> {
    const missing = size - members.filter(({ alive }) => alive).length
    for (let i = 0; i < missing; i++) members.push(await program.start(databaseUrl))
  }
  await replaceDead()
  return {
    members,
    replaceDead,
    kill: async (pid) => {
      const member = members.find((one) => one.pid === pid)
      if (!member?.alive) throw new Error(`process ${pid} is not a living worker of ours`)
      await member.signal('SIGKILL')
      await replaceDead()
    },
    stop: async () => {
      for (const member of members) await member.signal('SIGKILL')
    },
  }
}
