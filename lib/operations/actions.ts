'use server'

import { actionOf } from '@/lib/server/next/action'
import { publishOperation } from './publish-operation'

/** Publishes an operation as its next revision. */
export const publishOperationText = actionOf(publishOperation)
