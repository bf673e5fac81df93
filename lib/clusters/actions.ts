'use server'

import { actionOf } from '@/lib/server/next/action'
import { deleteCluster } from './delete-cluster'

/** Takes a cluster out of the fleet. Importing is a route: a whole fleet is more than an action may carry. */
export const removeCluster = actionOf(deleteCluster)
