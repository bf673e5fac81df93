import { z } from 'zod'
import type { LineDto, ReleasedDto } from '@/lib/line/dto'
import { getLine } from '@/lib/line/queries'
import { releaseLine } from '@/lib/line/release-line'
import { releaseLineInput, stopLineInput } from '@/lib/line/schemas'
import { stopLine } from '@/lib/line/stop-line'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'

const tag = 'Line'

export const lineSchema = z.object({
  stopped: z.boolean(),
  reason: z.string().nullable(),
  stoppedBy: z.string().nullable(),
  stoppedAt: z.iso.datetime().nullable(),
  held: z.array(z.string()).describe('Rollouts that the stop paused and a release lets go.'),
}) satisfies z.ZodType<LineDto>

const releasedSchema = z.object({
  released: z.array(z.string()).describe('Rollouts that go on.'),
  kept: z
    .array(z.object({ rollout: z.string(), why: z.string() }))
    .describe('Those that the stop had paused and that stay as they are, with why.'),
}) satisfies z.ZodType<ReleasedDto>

export const getLineState = endpoint({
  method: 'GET',
  path: '/api/v1/line',
  id: 'getLine',
  tag,
  summary: 'Tell whether the line is stopped, by whom, since when and why',
  permission: 'line:read',
  answers: { 200: { description: 'The line', schema: lineSchema } },
  handle: ({ services }) => getLine(poolSql(services.pool)),
})

export const postLineStop = endpoint({
  method: 'POST',
  path: '/api/v1/line/stop',
  id: 'stopLine',
  tag,
  summary: 'Stop the line: every running rollout is paused, and nothing can be started',
  permission: 'line:stop',
  body: stopLineInput,
  answers: {
    200: { description: 'Stopped', schema: lineSchema },
    409: { description: 'It is stopped already' },
  },
  handle: async ({ services, actor, body }) => {
    await stopLine(services, actor, body)
    return getLine(poolSql(services.pool))
  },
})

export const postLineRelease = endpoint({
  method: 'POST',
  path: '/api/v1/line/release',
  id: 'releaseLine',
  tag,
  summary: 'Release the line: what the stop had paused goes on, and nothing else',
  permission: 'line:release',
  body: releaseLineInput,
  answers: {
    200: { description: 'Released', schema: releasedSchema },
    409: { description: 'The line is not stopped' },
  },
  handle: ({ services, actor, body }) => releaseLine(services, actor, body),
})
