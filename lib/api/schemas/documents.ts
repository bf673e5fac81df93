import { z } from 'zod'
import type { DocumentDto, DocumentWarningDto, PublishedDto, RevisionDto } from '@/lib/documents/dto'
import type { OperationSummaryDto } from '@/lib/operations/dto'
import type { PolicyDraftDto, PolicySummaryDto } from '@/lib/policies/dto'

/** Answers about operations and policies, as the API documents them. */

const warning = z.object({
  message: z.string(),
  path: z.string(),
  line: z.number().int(),
  column: z.number().int(),
}) satisfies z.ZodType<DocumentWarningDto>

export const problemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  path: z.array(z.string()),
  line: z.number().int(),
  column: z.number().int(),
  suggestion: z.string().optional(),
}) satisfies z.ZodType<object>

export const publishedSchema = z.object({
  name: z.string(),
  revision: z.number().int(),
  outcome: z.enum(['created', 'published', 'unchanged']),
  warnings: z.array(warning),
}) satisfies z.ZodType<PublishedDto>

export const documentSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  revision: z.number().int(),
  newestRevision: z.number().int(),
  author: z.string(),
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  source: z.string().describe('The text as it is exported; publishing it again changes nothing.'),
  document: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<DocumentDto>

export const revisionSchema = z.object({
  number: z.number().int(),
  author: z.string(),
  createdAt: z.iso.datetime(),
  note: z.string().nullable(),
  hash: z.string(),
}) satisfies z.ZodType<RevisionDto>

const summary = {
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  revision: z.number().int(),
  author: z.string(),
  updatedAt: z.iso.datetime(),
}

export const policySummarySchema = z.object({
  ...summary,
  phases: z.array(z.object({ id: z.string(), title: z.string() })),
}) satisfies z.ZodType<PolicySummaryDto>

export const operationSummarySchema = z.object({
  ...summary,
  appliesTo: z.string(),
  driver: z.string(),
  params: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12 of the parameters.'),
}) satisfies z.ZodType<OperationSummaryDto>

export const draftSchema = z.object({
  name: z.string(),
  baseRevision: z.number().int(),
  source: z.string(),
  updatedAt: z.iso.datetime(),
}) satisfies z.ZodType<PolicyDraftDto>
