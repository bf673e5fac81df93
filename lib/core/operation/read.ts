import { type ReadDocument, readDocument } from '@/lib/core/document/read-document'
import type { At } from '@/lib/core/document/shape'
import { compileTemplate } from '@/lib/core/expression/template'
import type { CheckKind } from '@/lib/core/policy/types'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import { operationRoots, operationShape } from './shape'
import { unsupportedOperationFeatures } from './supported'
import { checkLists, type DriverCall, type DriverName, type OperationDocument } from './types'

/** What a driver finds wrong with its section; paths begin inside the section. */
export type SectionProblem = Pick<Problem, 'severity' | 'message' | 'path' | 'suggestion'>

/** Finds what is wrong with a `with`. */
export type ValidateSection = (section: JsonObject) => readonly SectionProblem[]

export interface ReadOperationOptions {
  /** Also refuses what the engine does not execute yet; see `unsupportedOperationFeatures`. */
  readonly publish?: boolean
  /**
   * Finds what is wrong with the JSON Schema of the parameters. A browser has none: it would have to make code of
   * the schema, which the console's content security policy forbids; there the server says it.
   */
  readonly schema?: (schema: JsonObject) => Pick<SectionProblem, 'message' | 'path'> | undefined
  /** Validators of the drivers' `with`; a driver without one is not validated here. */
  readonly drivers?: Readonly<Partial<Record<DriverName, ValidateSection>>>
  /** Validators of the checks' `with`, likewise. */
  readonly checks?: Readonly<Partial<Record<CheckKind, ValidateSection>>>
}

/**
 * Reads an operation from YAML or JSON: its shape, its selector, expressions and templates, with `schema` the JSON
 * Schema of its parameters, and with `drivers` what only a driver knows. The document is null when anything is an
 * error.
 */
export function readOperation(
  source: string,
  options: ReadOperationOptions = {},
): ReadDocument<OperationDocument> {
  return readDocument<OperationDocument>(source, operationShape, [
    (document, report) => checkSchema(document, options, report),
    checkRetry,
    checkNoSecrets,
    checkNames,
    (document, report) => checkSections(document, options, report),
    (document, report) => {
      if (options.publish) for (const problem of unsupportedOperationFeatures(document)) report(problem)
    },
  ])
}

type Report = At['report']

function checkSchema({ spec }: OperationDocument, options: ReadOperationOptions, report: Report): void {
  if (spec.params === undefined) return
  const problem = options.schema?.(spec.params)
  if (problem) report({ message: problem.message, path: ['spec', 'params', ...problem.path] })
}

function checkRetry({ spec }: OperationDocument, report: Report): void {
  const { retry } = spec
  if (retry?.attempts === 1 && (retry.backoff !== undefined || retry.maxBackoff !== undefined)) {
    report({
      message: 'with one attempt there is nothing to wait for',
      path: ['spec', 'retry', retry.backoff === undefined ? 'maxBackoff' : 'backoff'],
      severity: 'warning',
    })
  }
}

/** What is set is stored with the cluster and shown: a secret has no business there. */
function checkNoSecrets({ spec }: OperationDocument, report: Report): void {
  for (const [key, value] of Object.entries(spec.sets ?? {})) {
    const compiled = compileTemplate(value, operationRoots)
    if (compiled.ok && compiled.value.secrets.length > 0) {
      report({ message: 'a secret cannot be written to a cluster', path: ['spec', 'sets', key] })
    }
  }
  if (spec.satisfied?.includes('secret(')) {
    report({ message: 'a secret cannot be used here', path: ['spec', 'satisfied'] })
  }
}

function checkNames({ spec }: OperationDocument, report: Report): void {
  for (const key of checkLists) {
    const names = new Set<string>()
    spec[key]?.forEach(({ name }, i) => {
      if (names.has(name))
        report({ message: `there is a check ${name} already`, path: ['spec', key, String(i), 'name'] })
      names.add(name)
    })
  }
}

function checkSections({ spec }: OperationDocument, options: ReadOperationOptions, report: Report): void {
  const check = (call: DriverCall | undefined, key: string) => {
    if (!call) return
    for (const problem of options.drivers?.[call.driver]?.(call.with ?? {}) ?? []) {
      report({ ...problem, path: ['spec', key, 'with', ...problem.path] })
    }
  }
  check(spec.apply, 'apply')
  check(spec.revert, 'revert')
  for (const key of checkLists) {
    spec[key]?.forEach((one, i) => {
      for (const problem of options.checks?.[one.check]?.(one.with ?? {}) ?? []) {
        report({ ...problem, path: ['spec', key, String(i), 'with', ...problem.path] })
      }
    })
  }
}
