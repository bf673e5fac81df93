import type { Person } from '@/lib/core/rollout/decide-gate'

/** Those who command: the launcher is 1, the policy's author 2. */
export const people: readonly Person[] = [
  { userId: 1, user: 'launcher', roles: ['approver', 'operator'] },
  { userId: 3, user: 'ann', roles: ['approver'] },
  { userId: 4, user: 'bob', roles: ['admin'] },
  { userId: 5, user: 'eve', roles: ['viewer'] },
]
