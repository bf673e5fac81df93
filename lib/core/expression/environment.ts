import { Environment } from '@marcbachmann/cel-js'
import { Labels, Version } from './values'

/** What keeps an expression cheap; see `cost.ts` for what keeps its loops so. */
export const expressionLimits = {
  textLengthMax: 10_000,
  nodesMax: 2_000,
  depthMax: 48,
  listLengthMax: 1_000,
} as const

/**
 * CEL as operations speak it: the standard functions, `version()`, labels whose absence is null, and arithmetic
 * that mixes whole and other numbers (JSON does not tell 40 from 40.0, so `percent / 100` must not depend on it).
 */
const base = createBase()

/** Makes an environment in which exactly the given names are known, and `secret()` answers from `readSecret`. */
export function createEnvironment(
  roots: readonly string[],
  readSecret: (name: string) => string,
): Environment {
  const environment = base.clone()
  for (const root of roots) environment.registerVariable(root, 'dyn')
  environment.registerFunction('secret(string): string', readSecret)
  return environment
}

function createBase(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: expressionLimits.nodesMax,
      maxDepth: expressionLimits.depthMax,
      maxListElements: expressionLimits.listLengthMax,
      maxMapEntries: expressionLimits.listLengthMax,
      maxCallArguments: 8,
    },
  })
  registerVersions(environment)
  registerLabels(environment)
  registerMixedArithmetic(environment)
  return environment
}

function registerVersions(environment: Environment): void {
  environment.registerType('Version', { ctor: Version, fields: {} })
  environment.registerFunction('version(string): Version', (text: string) => new Version(text))
  environment.registerFunction('version(null): Version', () => new Version(null))
  const holds = (test: (a: string, b: string) => boolean) => (a: Version, b: Version) =>
    a.key !== null && b.key !== null && test(a.key, b.key)
  environment.registerOperator(
    'Version == Version',
    holds((a, b) => a === b),
  )
  environment.registerOperator(
    'Version < Version',
    holds((a, b) => a < b),
  )
  environment.registerOperator(
    'Version <= Version',
    holds((a, b) => a <= b),
  )
  environment.registerOperator(
    'Version > Version',
    holds((a, b) => a > b),
  )
  environment.registerOperator(
    'Version >= Version',
    holds((a, b) => a >= b),
  )
}

function registerLabels(environment: Environment): void {
  environment.registerType('Labels', { ctor: Labels })
  environment.registerOperator('string in Labels', (key: string, labels: Labels) => labels.has(key))
  environment.registerFunction('size(Labels): int', (labels: Labels) => BigInt(labels.size))
}

function registerMixedArithmetic(environment: Environment): void {
  const operations: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  }
  for (const [op, calculate] of Object.entries(operations)) {
    const handler = (a: number | bigint, b: number | bigint) => calculate(Number(a), Number(b))
    environment.registerOperator(`double ${op} int`, handler)
    environment.registerOperator(`int ${op} double`, handler)
  }
  environment.registerOperator('double % double', operations['%'] as (a: number, b: number) => number)
}
