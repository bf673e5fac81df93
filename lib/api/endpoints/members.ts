import { z } from 'zod'
import { changePassword } from '@/lib/members/change-password'
import { createUser } from '@/lib/members/create-user'
import { disableUser } from '@/lib/members/disable-user'
import { enableUser } from '@/lib/members/enable-user'
import { getMe, getMember, listMembers } from '@/lib/members/queries'
import { resetPassword } from '@/lib/members/reset-password'
import {
  changePasswordSchema,
  createUserSchema,
  resetPasswordSchema,
  setRolesSchema,
  usernameInput,
} from '@/lib/members/schemas'
import { setRoles } from '@/lib/members/set-roles'
import { endpoint } from '../endpoint'
import { createdMemberSchema, itemsOf, memberSchema, meSchema, newPasswordSchema } from '../schemas/members'

const tag = 'Members'
const memberPath = '/api/v1/members/{username}'

export const getOwnSelf = endpoint({
  method: 'GET',
  path: '/api/v1/me',
  id: 'getMe',
  tag,
  summary: 'Tell who is asking, and their roles',
  permission: 'system:read',
  answers: { 200: { description: 'Whoever asks', schema: meSchema } },
  handle: ({ services, actor }) => getMe(services.prisma, actor),
})

export const postOwnPassword = endpoint({
  method: 'POST',
  path: '/api/v1/me/password',
  id: 'changePassword',
  tag,
  summary: "Change one's own password, signed in with the present one; ends one's other sessions",
  permission: 'token:own',
  body: changePasswordSchema,
  cost: 100,
  answers: { 204: { description: 'Changed' } },
  handle: async ({ services, actor, body }) => {
    await changePassword(services, actor, body)
  },
})

export const getMembers = endpoint({
  method: 'GET',
  path: '/api/v1/members',
  id: 'listMembers',
  tag,
  summary: 'List members',
  permission: 'member:read',
  answers: { 200: { description: 'All members', schema: itemsOf(memberSchema) } },
  handle: async ({ services }) => ({ items: await listMembers(services.prisma) }),
})

export const postMembers = endpoint({
  method: 'POST',
  path: '/api/v1/members',
  id: 'createMember',
  tag,
  summary: 'Add a member',
  description: 'Without a password one is made and answered, once.',
  permission: 'member:write',
  body: createUserSchema,
  answers: { 201: { description: 'The member', schema: createdMemberSchema } },
  handle: async ({ services, actor, body }) => {
    const { username, password } = await createUser(services, actor, body)
    return { ...(await getMember(services.prisma, username)), password }
  },
})

export const getMemberByName = endpoint({
  method: 'GET',
  path: memberPath,
  id: 'getMember',
  tag,
  summary: 'Show one member',
  permission: 'member:read',
  params: usernameInput,
  answers: { 200: { description: 'The member', schema: memberSchema } },
  handle: ({ services, params }) => getMember(services.prisma, params.username),
})

export const putRoles = endpoint({
  method: 'PUT',
  path: `${memberPath}/roles`,
  id: 'setRoles',
  tag,
  summary: "Replace a member's roles",
  permission: 'member:write',
  params: usernameInput,
  body: setRolesSchema.pick({ roles: true }),
  answers: { 200: { description: 'The member', schema: memberSchema } },
  handle: async ({ services, actor, params: { username }, body }) => {
    await setRoles(services, actor, { username, ...body })
    return getMember(services.prisma, username)
  },
})

export const postDisable = endpoint({
  method: 'POST',
  path: `${memberPath}/disable`,
  id: 'disableMember',
  tag,
  summary: 'Shut a member out: sessions end now, tokens work no more',
  permission: 'member:write',
  params: usernameInput,
  body: z.strictObject({}),
  answers: { 200: { description: 'The member', schema: memberSchema } },
  handle: async ({ services, actor, params }) => {
    await disableUser(services, actor, params)
    return getMember(services.prisma, params.username)
  },
})

export const postEnable = endpoint({
  method: 'POST',
  path: `${memberPath}/enable`,
  id: 'enableMember',
  tag,
  summary: 'Let a member in again',
  permission: 'member:write',
  params: usernameInput,
  body: z.strictObject({}),
  answers: { 200: { description: 'The member', schema: memberSchema } },
  handle: async ({ services, actor, params }) => {
    await enableUser(services, actor, params)
    return getMember(services.prisma, params.username)
  },
})

export const postResetPassword = endpoint({
  method: 'POST',
  path: `${memberPath}/reset-password`,
  id: 'resetPassword',
  tag,
  summary: 'Give a member a new password and end all their sessions',
  permission: 'member:write',
  params: usernameInput,
  body: resetPasswordSchema.pick({ password: true }),
  answers: { 200: { description: 'The new password, if it was made here', schema: newPasswordSchema } },
  handle: ({ services, actor, params: { username }, body }) =>
    resetPassword(services, actor, { username, ...body }),
})
