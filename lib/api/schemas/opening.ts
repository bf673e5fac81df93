import { z } from 'zod'
import type { OpeningDto } from '@/lib/rollouts/dto'

/** One time that a window is open, as the API documents it. */
export const openingSchema = z.object({
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
}) satisfies z.ZodType<OpeningDto>
