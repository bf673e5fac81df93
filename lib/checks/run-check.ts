import type { DriverServices } from '@/lib/drivers/driver'
import type { Check, CheckContext, CheckName, CheckRequest, CheckResult } from './check'
import { commandCheck } from './command-check'
import { httpCheck } from './http-check'
import { kafkaCheck } from './kafka/check'
import { prometheusCheck } from './prometheus/check'
import { simulatorCheck } from './simulator-check'

/** All checks, by the name that documents use. */
export const checks = {
  http: httpCheck,
  command: commandCheck,
  simulator: simulatorCheck,
  kafka: kafkaCheck,
  prometheus: prometheusCheck,
} as const satisfies Record<CheckName, Check>

/** Finds a check by name; null for a name that none has. */
export function findCheck(name: string): Check | null {
  return Object.hasOwn(checks, name) ? checks[name as CheckName] : null
}

/** Makes one look. A check that nobody can make, or that throws, is unknown: it never passes. */
export async function runCheck(
  request: CheckRequest,
  ctx: CheckContext,
  services: DriverServices,
): Promise<CheckResult> {
  const check = findCheck(request.check)
  if (!check) return { kind: 'unknown', message: `there is no check ${request.check}`, observed: null }
  try {
    return await check.run(request.with, ctx, services)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { kind: 'unknown', message: `the check broke: ${message}`, observed: null }
  }
}
