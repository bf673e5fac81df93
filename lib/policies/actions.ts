'use server'

import { actionOf } from '@/lib/server/next/action'
import { publishPolicy } from './publish-policy'

/** Publishes a policy as its next revision. */
export const publishPolicyText = actionOf(publishPolicy)
