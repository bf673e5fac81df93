import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const periodUs = 100_000

/**
 * Lets a process use at most a share of one core, through a control group of Linux (version 1 or 2) of its own.
 * @param cores 0.25 = a quarter of one core
 * @returns gives the process back, which must have ended by then; null = this machine does not let us.
 */
export function limitCpu(pid: number, cores: number): (() => void) | null {
  const quota = Math.round(cores * periodUs)
  for (const { root, probe, settings } of [
    { root: '/sys/fs/cgroup', probe: 'cgroup.controllers', settings: { 'cpu.max': `${quota} ${periodUs}` } },
    {
      root: '/sys/fs/cgroup/cpu',
      probe: 'cpu.cfs_quota_us',
      settings: { 'cpu.cfs_period_us': String(periodUs), 'cpu.cfs_quota_us': String(quota) },
    },
  ]) {
    if (!existsSync(path.join(root, probe))) continue
    const group = path.join(root, `upgrader-bench-${pid}`)
    try {
      mkdirSync(group)
      for (const [name, value] of Object.entries(settings)) writeFileSync(path.join(group, name), value)
      writeFileSync(path.join(group, 'cgroup.procs'), String(pid))
      return () => rmdirSync(group)
    } catch {
      return null
    }
  }
  return null
}
