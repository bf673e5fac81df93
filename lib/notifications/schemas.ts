import { z } from 'zod'
import { checked } from '@/lib/api/checked'
import { strictInput } from '@/lib/api/strict-input'
import { documentNameProblem } from '@/lib/core/shared/names'
import { notificationEvents } from './dto'

const name = z.string().superRefine(checked(documentNameProblem))

const url = z
  .url({ protocol: /^https?$/, error: 'is not an http or https address' })
  .max(2_000, 'has more than 2,000 characters')
  .refine((text) => {
    const { username, password } = new URL(text)
    return username === '' && password === ''
  }, 'carries a user name or password; calls are signed with a secret instead')

const route = {
  url,
  secret: name,
  events: z
    .array(z.enum(notificationEvents))
    .min(1, 'names no event')
    .transform((events) => notificationEvents.filter((event) => events.includes(event))),
  enabled: z.boolean().default(true),
}

export const routeNameInput = strictInput({ name })

/** One delivery to a route. */
export const deliveryInput = strictInput({ name, delivery: z.string().regex(/^\d{1,18}$/, 'is no delivery') })

/** What a route is, besides its name. */
export const routeBody = strictInput(route)

export const setRouteInput = strictInput({ name, ...route })
