import { expect, it } from 'vitest'
import { checkGate } from '../rollout-kit'
import { amended, changed, launched } from './amend-kit'

/** A phase before which a check has to pass; its first look passes, and takes a second to say so. */
function looking() {
  const world = launched({ phases: [{ size: 2, before: [checkGate({ with: { url: 'old' } })] }] })
  const looks: unknown[] = []
  world.sees = ({ with: asked }) => {
    looks.push(asked)
    return { after: 1_000, kind: looks.length === 1 ? 'pass' : 'fail' }
  }
  world.run(0)
  return { world, looks }
}

const before = [checkGate({ with: { url: 'new' } })]

it('a look under way does not answer the check that an amendment puts in its place, in the same moment either', () => {
  const { world, looks } = looking()
  amended(world, changed(world, { p0: { before } })).run(5_000)
  expect(looks).toEqual([{ url: 'old' }, { url: 'new' }])
  expect(world.state.gates[0]).toMatchObject({
    state: 'closed',
    round: 1,
    evidence: { kind: 'fail', at: 0 },
  })
  expect(world.starts).toEqual([])
})

it('a look under way does not answer a check that was taken out and put back since it began', () => {
  const { world } = looking()
  world.now = 500
  amended(world, changed(world, { p0: { before: [] } }))
  amended(world, changed(world, { p0: { before } })).run(5_000)
  expect(world.state.gates[0]).toMatchObject({
    state: 'closed',
    round: 0,
    requestedAt: 500,
    evidence: { kind: 'fail' },
  })
  expect(world.starts).toEqual([])
})

it('nor where the clock of whoever puts it back is behind that of who looks', () => {
  const { world } = looking()
  world.now = -400
  amended(world, changed(world, { p0: { before: [] } }))
  amended(world, changed(world, { p0: { before } }))
  world.now = 0
  world.run(5_000)
  expect(world.state.gates[0]).toMatchObject({
    state: 'closed',
    requestedAt: -400,
    evidence: { kind: 'fail' },
  })
  expect(world.starts).toEqual([])
})
