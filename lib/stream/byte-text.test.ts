import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesOfText, textOfBytes } from './byte-text'

it('takes any bytes through a text stream of events unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const wire = new TextEncoder().encode(`event: f\ndata: ${textOfBytes(bytes)}\n\n`)
      let received = ''
      const parser = createParser({
        onEvent: ({ data }) => {
          received = data
        },
      })
      parser.feed(new TextDecoder().decode(wire))
      expect([...bytesOfText(received)]).toEqual([...bytes])
    }),
  )
})

it('refuses a text that stands for no bytes', () => {
  expect(() => bytesOfText('a\nb')).toThrow(RangeError)
  expect(() => bytesOfText('€')).toThrow(RangeError)
})
