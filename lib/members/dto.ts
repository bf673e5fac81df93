import type { Role, RoleBinding } from '@/lib/core/access/permissions'

/** A member as the settings page and the API show it. Instants are ISO 8601 in UTC. */
export interface MemberDto {
  id: number
  username: string
  name: string
  email: string | null
  roles: RoleBinding[]
  disabledAt: string | null
  createdAt: string
  /** Whether it can sign in with a password at all. */
  hasPassword: boolean
  lastSeenAt: string | null
}

/** An API token, without what would let one use it. */
export interface TokenDto {
  id: number
  name: string
  owner: string
  /** First characters, to recognise it. */
  prefix: string
  /** Roles it is narrowed to; null = all of its owner's. */
  roles: Role[] | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
}

/** A sign-in that lives. */
export interface SessionDto {
  id: string
  username: string
  createdAt: string
  seenAt: string
  expiresAt: string
  ip: string | null
  userAgent: string | null
}

/** Whoever is asking, as screens and `GET /me` see them. */
export interface MeDto {
  username: string
  name: string
  roles: RoleBinding[]
  via: 'session' | 'token'
}
