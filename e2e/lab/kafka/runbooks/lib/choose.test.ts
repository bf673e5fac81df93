import { expect, it } from 'vitest'
import { chooseNext } from './choose.mjs'

const nodes = [1, 2, 3].map((id) => ({ name: `broker-${id}`, id, port: 0, dir: '' }))

it('takes the first broker that is not the active controller', () => {
  expect(chooseNext(nodes, { out: null, controller: 1 })?.id).toBe(2)
})

it('takes the active controller when nobody else is left', () => {
  expect(chooseNext(nodes.slice(0, 1), { out: null, controller: 1 })?.id).toBe(1)
})

it('takes the broker that is already out before any other, even the active controller', () => {
  expect(chooseNext(nodes, { out: 'broker-3', controller: 3 })?.id).toBe(3)
})

it('takes brokers in order while nobody knows the active controller', () => {
  expect(chooseNext(nodes, { out: null, controller: null })?.id).toBe(1)
})

it('answers null when no broker is left', () => {
  expect(chooseNext([], { out: null, controller: 2 })).toBeNull()
})
