import { z } from 'zod'
import { checked } from '@/lib/api/checked'
import { strictInput } from '@/lib/api/strict-input'
import { clusterFields } from '@/lib/core/shared/cluster-facts'
import { clusterNameProblem, factTextProblem, labelKeyProblem } from '@/lib/core/shared/names'

const clusterName = z.string().superRefine(checked(clusterNameProblem))
const fact = (lengthMax = 200) => z.string().superRefine(checked((text) => factTextProblem(text, lengthMax)))
const requiredFact = z
  .string()
  .superRefine(checked((text) => (text.trim() === '' ? 'is empty' : factTextProblem(text, 200))))

const labels = z.record(z.string(), z.string()).superRefine((record, context) => {
  const entries = Object.entries(record)
  if (entries.length > 100) context.addIssue({ code: 'custom', message: 'has more than 100 labels' })
  for (const [key, value] of entries) {
    const problem = labelKeyProblem(key) ?? factTextProblem(value)
    if (problem !== undefined)
      context.addIssue({ code: 'custom', path: [key.slice(0, 60)], message: problem })
  }
})

const connection = z.record(z.string(), z.unknown()).superRefine((record, context) => {
  const text = JSON.stringify(record)
  const problem = text.length > 16_384 ? 'is larger than 16 KiB' : factTextProblem(text, 16_384)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})

const nodes = z.array(requiredFact).max(1_000, 'has more than 1,000 nodes')

/**
 * A cluster as it is registered. What is left out of one that exists already stays as it is; null clears.
 * Names that are reserved in JavaScript are refused like any other that is not a name.
 */
export const clusterInput = strictInput({
  name: clusterName,
  kind: requiredFact,
  provider: requiredFact,
  region: requiredFact,
  environment: fact().optional(),
  tier: fact().optional(),
  version: fact(100).nullable().optional(),
  weight: z.number().int('is not a whole number').min(0, 'is negative').max(1_000_000_000).optional(),
  labels: labels.optional(),
  connection: connection.optional(),
  nodes: nodes.nullable().optional(),
})
export type ClusterInput = z.output<typeof clusterInput>

/** Most clusters of one bulk upsert. */
export const clustersMax = 200_000

export const upsertInput = strictInput({
  clusters: z.array(clusterInput).max(clustersMax, `names more than ${clustersMax} clusters`),
})

export const clusterNameInput = strictInput({ name: z.string().min(1).max(1_000) })

const sorts = clusterFields.flatMap((field) => [field, `-${field}` as const])

const filter = {
  /** A selector; unset = every cluster. */
  select: z.string().max(10_000).optional(),
  /** Words that all occur somewhere in name, facts or labels. */
  search: z.string().max(500).optional(),
}

export const listClustersInput = strictInput({
  ...filter,
  sort: z.enum(sorts).default('name'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(2_000).optional(),
})
export type ListClusters = z.output<typeof listClustersInput>

export const facetsInput = strictInput(filter)
