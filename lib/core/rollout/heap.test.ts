import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap } from './heap'

it('gives back in order whatever was put in, in any interleaving of puts and takes', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer()), { maxLength: 200 }), (steps) => {
      const heap = new Heap<number>((a, b) => a < b)
      const model: number[] = []
      for (const step of steps) {
        if (step === null) {
          model.sort((a, b) => a - b)
          expect(heap.pop()).toBe(model.shift())
        } else {
          heap.push(step)
          model.push(step)
        }
        expect(heap.size).toBe(model.length)
        expect(heap.peek()).toBe(model.length > 0 ? Math.min(...model) : undefined)
      }
    }),
  )
})
