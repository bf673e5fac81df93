import { parseDuration } from '@/lib/core/shared/duration'
import type { JsonObject } from '@/lib/core/shared/json'
import type {
  DriverCall,
  OperationDocument,
  ResolvedDriverCall,
  ResolvedOperation,
  ResolvedVerify,
  VerifySpec,
} from './types'

/** What an operation has that does not say otherwise. */
export const operationDefaults = {
  timeoutMs: 7_200_000,
  attempts: 3,
  backoffMs: 10_000,
  maxBackoffMs: 300_000,
  verifyEveryMs: 5_000,
  verifyTimeoutMs: 300_000,
} as const

const anyParams: JsonObject = { type: 'object', additionalProperties: false, properties: {} }

/** Makes every default of an operation explicit. The document must be one that `readOperation` accepted. */
export function resolveOperation({ metadata, spec }: OperationDocument): ResolvedOperation {
  const backoffMs = ms(spec.retry?.backoff, operationDefaults.backoffMs)
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    appliesTo: spec.appliesTo ?? 'true',
    params: spec.params ?? anyParams,
    satisfied: spec.satisfied ?? null,
    sets: spec.sets ?? {},
    timeoutMs: ms(spec.timeout, operationDefaults.timeoutMs),
    retry: {
      attempts: spec.retry?.attempts ?? operationDefaults.attempts,
      backoffMs,
      maxBackoffMs: Math.max(backoffMs, ms(spec.retry?.maxBackoff, operationDefaults.maxBackoffMs)),
    },
    apply: resolveCall(spec.apply),
    preflight: (spec.preflight ?? []).map(resolveCheck),
    verify: (spec.verify ?? []).map(resolveCheck),
    revert: spec.revert ? resolveCall(spec.revert) : null,
    irreversibleAfter: spec.irreversibleAfter ?? null,
  }
}

function resolveCheck(check: VerifySpec): ResolvedVerify {
  return {
    name: check.name,
    check: check.check,
    with: check.with ?? {},
    everyMs: ms(check.every, operationDefaults.verifyEveryMs),
    forMs: ms(check.for, 0),
    timeoutMs: ms(check.timeout, operationDefaults.verifyTimeoutMs),
  }
}

function resolveCall(call: DriverCall): ResolvedDriverCall {
  return { driver: call.driver, with: call.with ?? {} }
}

function ms(duration: string | undefined, otherwise: number): number {
  if (duration === undefined) return otherwise
  const parsed = parseDuration(duration)
  if (!parsed.ok) throw new Error(`Not a duration that was validated: ${duration}`)
  return parsed.value
}
