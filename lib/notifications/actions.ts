'use server'

import { actionOf } from '@/lib/server/next/action'
import { deleteRoute } from './delete-route'
import { sendAgain } from './send-again'
import { setRoute } from './set-route'
import { testRoute } from './test-route'

/** Makes or changes a notification route. */
export const keepRoute = actionOf(setRoute)

/** Deletes a notification route. */
export const removeRoute = actionOf(deleteRoute)

/** Sends a test to a notification route. */
export const tryRoute = actionOf(testRoute)

/** Tries once more to deliver what was given up. */
export const retryDelivery = actionOf(sendAgain)
