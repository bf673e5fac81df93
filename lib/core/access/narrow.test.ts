import { describe, expect, it } from 'vitest'
import { narrowBindings, roleCovers } from './narrow'
import { can, permissions, roles } from './permissions'

describe('narrowing', () => {
  it('lets an admin cover every role, and everybody cover a viewer', () => {
    for (const role of roles) {
      expect(roleCovers('admin', role)).toBe(true)
      expect(roleCovers(role, 'viewer')).toBe(true)
    }
  })

  it('lets neither an operator nor an approver stand for the other', () => {
    expect(roleCovers('operator', 'approver')).toBe(false)
    expect(roleCovers('approver', 'operator')).toBe(false)
  })

  it('drops what the owner does not hold', () => {
    expect(narrowBindings([{ role: 'operator', select: null }], ['approver'])).toEqual([])
  })

  it('keeps the selector of the binding it came from', () => {
    const select = 'cluster.provider == "aws"'
    expect(narrowBindings([{ role: 'operator', select }], ['viewer'])).toEqual([{ role: 'viewer', select }])
  })

  it('never grants what the whole bindings do not', () => {
    for (const owner of roles) {
      for (const wanted of roles) {
        const whole = [{ role: owner, select: null }]
        const narrowed = narrowBindings(whole, [wanted])
        for (const permission of permissions) {
          if (can(narrowed, permission).allowed) expect(can(whole, permission).allowed).toBe(true)
        }
      }
    }
  })
})
