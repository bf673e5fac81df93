import { type ReadDocument, readDocument } from '@/lib/core/document/read-document'
import { type CheckValidators, checkSections } from './check-sections'
import { checkGraph, checkGuards, checkPhases } from './checks'
import { policyShape } from './shape'
import { unsupportedFeatures } from './supported'
import type { PolicyDocument } from './types'

export interface ReadPolicyOptions {
  /** Also refuses what the engine does not execute yet; see `unsupportedFeatures`. */
  readonly publish?: boolean
  /** Validators of the checks' `with`; a kind without one is not validated here. */
  readonly checks?: CheckValidators
}

/**
 * Reads a policy from YAML or JSON and checks all that can be known without a fleet: shape, selectors, amounts in
 * range, ids, the graph of phases. The document is null when anything is an error.
 */
export function readPolicy(source: string, options: ReadPolicyOptions = {}): ReadDocument<PolicyDocument> {
  return readDocument<PolicyDocument>(source, policyShape, [
    checkGraph,
    checkPhases,
    checkGuards,
    (document, report) => checkSections(document, options.checks ?? {}, report),
    (document, report) => {
      if (options.publish) for (const problem of unsupportedFeatures(document)) report(problem)
    },
  ])
}
