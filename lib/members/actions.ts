'use server'

import { actionOf } from '@/lib/server/next/action'
import { changePassword } from './change-password'

/** Changes the password of whoever is signed in. */
export const changeOwnPassword = actionOf(changePassword)
