import { describe, expect, it } from 'vitest'
import { isSignedBy, type SignedCall, signCall } from './sign-call'

const call: SignedCall = {
  kind: 'answer',
  timestamp: '1795387200',
  rollout: '7',
  gate: 'azure.before.0',
  body: '{"verdict":"open"}',
}
const secret = 'a secret'

describe('a signature', () => {
  it('is the HMAC-SHA256 of five lines, as the documentation says it can be made elsewhere', () => {
    // printf 'v1\nanswer\n1795387200\n7/azure.before.0\n{"verdict":"open"}' | openssl dgst -sha256 -hmac 'a secret'
    expect(signCall(secret, call)).toBe('v1=5b0b36df57340341484b942a347bb47fee6bda3a400c15bbb6de00b68e5493eb')
    expect(isSignedBy(secret, call, signCall(secret, call))).toBe(true)
  })

  it.each<[string, Partial<SignedCall>]>([
    ['another body', { body: '{"verdict":"open" }' }],
    ['another gate', { gate: 'azure.before.1' }],
    ['another rollout', { rollout: '8' }],
    ['another moment', { timestamp: '1795387201' }],
    ['the other direction', { kind: 'notice' }],
    [
      'a line moved from one part to the next',
      { rollout: '7/azure.before.0\n', gate: '', body: '{"verdict":"open"}' },
    ],
  ])('of %s does not fit', (_, other) => {
    expect(isSignedBy(secret, call, signCall(secret, { ...call, ...other }))).toBe(false)
  })

  it.each(['', 'v1=', 'v1=00', signCall('another secret', call), signCall(secret, call).toUpperCase()])(
    '%s is none of ours',
    (signature) => {
      expect(isSignedBy(secret, call, signature)).toBe(false)
    },
  )
})
