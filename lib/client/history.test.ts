import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginHistory, changeHistory, redo, undo } from './history'

const typed = (words: readonly string[], topic: string | null = null) =>
  words.reduce((history, word, i) => changeHistory(history, word, topic, i * 5_000), beginHistory(''))

describe('undo and redo', () => {
  it('walk back to the beginning and forth to the end', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 }), (words) => {
        let history = typed(words)
        for (const _ of words) history = undo(history)
        expect(history.present).toBe('')
        expect(undo(history)).toBe(history)
        for (const _ of words) history = redo(history)
        expect(history.present).toBe(words.at(-1) ?? '')
        expect(redo(history)).toBe(history)
      }),
    )
  })

  it('forget the future when something new is done', () => {
    const history = changeHistory(undo(typed(['a', 'b'])), 'c', null, 99_999)
    expect(redo(history)).toBe(history)
    expect(undo(history).present).toBe('a')
  })

  it('take quick changes of one thing as one step, slow ones and others apart', () => {
    let history = beginHistory('')
    history = changeHistory(history, 's', 'soak', 0)
    history = changeHistory(history, 'so', 'soak', 100)
    expect(undo(history).present).toBe('')
    history = changeHistory(history, 'so!', 'soak', 5_000)
    expect(undo(history).present).toBe('so')
    history = changeHistory(history, 'x', 'take', 5_010)
    expect(undo(history).present).toBe('so!')
  })

  it('do not record what changes nothing', () => {
    const history = typed(['a'])
    expect(changeHistory(history, 'a', null, 9)).toBe(history)
  })
})
