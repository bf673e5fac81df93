import { describe, expect, it } from 'vitest'
import { can, permissions, type Role, roles } from './permissions'

const whole = (role: Role) => [{ role, select: null }]
const part = (role: Role) => [{ role, select: 'cluster.provider == "aws"' }]

describe('who may do what', () => {
  it('a role over the whole fleet holds what the matrix gives it, and names who does when it does not', () => {
    expect(can(whole('operator'), 'rollout:control')).toEqual({ allowed: true })
    expect(can(whole('viewer'), 'rollout:control')).toEqual({
      allowed: false,
      reason: 'This needs the role operator or admin.',
    })
  })

  it('a role over a part of the fleet does nothing as long as nobody has shown that it covers what is asked', () => {
    const reason = 'Your role covers only a part of the fleet, and this reaches beyond it.'
    expect(can(part('admin'), 'rollout:control')).toEqual({ allowed: false, reason })
    expect(can(part('admin'), 'rollout:control', () => false)).toEqual({ allowed: false, reason })
    expect(can(part('admin'), 'rollout:control', () => true)).toEqual({ allowed: true })
  })

  it("over a part one may read, plan and have tokens of one's own, and nothing else", () => {
    for (const permission of permissions) {
      const harmless = /:read$|^rollout:plan$|^token:own$/.test(permission)
      if (can(whole('admin'), permission).allowed)
        expect([permission, can(part('admin'), permission).allowed]).toEqual([permission, harmless])
    }
  })

  it('nobody without a role, and nothing that is not in the matrix, is let in', () => {
    for (const permission of permissions) expect(can([], permission).allowed).toBe(false)
    for (const unknown of ['rollout:burn', 'constructor', '__proto__'])
      for (const role of roles) expect(can(whole(role), unknown as 'rollout:control').allowed).toBe(false)
  })
})
