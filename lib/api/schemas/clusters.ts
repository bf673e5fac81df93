import { z } from 'zod'
import type { ClusterDto, ClusterPage, FacetsDto, UpsertDto } from '@/lib/clusters/dto'

/** Answers about clusters, as the API documents them. */

export const clusterSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  kind: z.string(),
  provider: z.string(),
  region: z.string(),
  environment: z.string(),
  tier: z.string(),
  version: z.string().nullable(),
  weight: z.number().int(),
  labels: z.record(z.string(), z.string()),
  connection: z.record(z.string(), z.unknown()),
  nodes: z.array(z.string()).nullable(),
  updatedAt: z.iso.datetime(),
  inFlightIn: z.string().nullable().describe('The rollout that works on it at this moment.'),
}) satisfies z.ZodType<ClusterDto>

export const clusterPageSchema = z.object({
  items: z.array(clusterSchema),
  nextCursor: z.string().nullable(),
  total: z.number().int().nullable().describe('How many match in all; with the first page only.'),
}) satisfies z.ZodType<ClusterPage>

const facetValues = z.array(z.object({ value: z.string(), count: z.number().int() }))

export const facetsSchema = z.object({
  total: z.number().int(),
  fields: z.object({
    kind: facetValues,
    provider: facetValues,
    region: facetValues,
    environment: facetValues,
    tier: facetValues,
    version: facetValues,
  }),
  labels: z.record(z.string(), facetValues),
}) satisfies z.ZodType<FacetsDto>

export const upsertSchema = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
}) satisfies z.ZodType<UpsertDto>
