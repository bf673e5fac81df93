'use server'

import { actionOf } from '@/lib/server/next/action'
import { changePassword } from './change-password'
import { createToken } from './create-token'
import { createUser } from './create-user'
import { disableUser } from './disable-user'
import { enableUser } from './enable-user'
import { resetPassword } from './reset-password'
import { revokeSession } from './revoke-session'
import { revokeToken } from './revoke-token'
import { setRoles } from './set-roles'

/** Changes the password of whoever is signed in; dear, because it tells whether a guess fits. */
export const changeOwnPassword = actionOf(changePassword, 100)

/** Adds a member; a password that was made is in the answer and nowhere else. */
export const addMember = actionOf(createUser)

/** Replaces a member's roles. */
export const replaceRoles = actionOf(setRoles)

/** Shuts a member out. */
export const shutOut = actionOf(disableUser)

/** Lets a member in again. */
export const letIn = actionOf(enableUser)

/** Gives a member a new password. */
export const giveNewPassword = actionOf(resetPassword)

/** Makes an API token for whoever is signed in; its text is in the answer and nowhere else. */
export const makeToken = actionOf(createToken)

/** Ends an API token. */
export const endToken = actionOf(revokeToken)

/** Ends a sign-in. */
export const endSession = actionOf(revokeSession)
