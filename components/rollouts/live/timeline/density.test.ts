import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetStates } from '@/lib/core/rollout/states'
import { cellOf, codeOf } from '@/lib/stream/cell'
import { Columns } from '@/lib/stream/columns'
import { countUntil, densityOf, progressAt } from './density'

const instant = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 20 }))
const target = fc.record({ state: fc.constantFrom(...targetStates), started: instant, finished: instant })

describe('how far a group was at an instant', () => {
  it('is counted as its curve is drawn', () => {
    fc.assert(
      fc.property(fc.array(target, { maxLength: 40 }), fc.integer({ min: -1, max: 21 }), (rows, at) => {
        const columns = new Columns(
          Uint16Array.from(rows, () => 0),
          1,
        )
        columns.cells.set(rows.map(({ state }) => cellOf(codeOf(state, false), null)))
        columns.started.set(rows.map(({ started }) => started))
        columns.finished.set(rows.map(({ finished }) => finished))
        const targets = Uint32Array.from(rows.keys())
        const { started, finished, failed } = densityOf(columns, targets)
        expect(progressAt(columns, targets, at)).toEqual({
          started: countUntil(started, at),
          finished: countUntil(finished, at),
          failed: countUntil(failed, at),
        })
      }),
    )
  })
})
