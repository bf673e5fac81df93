import { describe, expect, it } from 'vitest'
import { addressRule, parseCidr } from './addresses'

describe('addressRule', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::7f00:1',
    '4000::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd12:3456::1',
    '64:ff9b::7f00:1',
    '64:ff9b::808:808',
    '2002:7f00:1::',
    '2001:0:4136::1',
    '2001:db8::1',
    'ff02::1',
  ])('refuses %s, which is not public', (address) => {
    expect(addressRule([])(address)).toMatch(/not public/)
  })

  it.each(['8.8.8.8', '1.1.1.1', '203.0.114.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s pass',
    (address) => {
      expect(addressRule([])(address)).toBeNull()
    },
  )

  it('opens exactly the private networks that are listed', () => {
    const rule = addressRule(['127.0.0.0/8', ' fd00:1::/32'])
    expect(rule('127.0.0.1')).toBeNull()
    expect(rule('::ffff:127.9.9.9')).toBeNull()
    expect(rule('fd00:1::5')).toBeNull()
    expect(rule('fd00:2::5')).toMatch(/not public/)
    expect(rule('10.0.0.1')).toMatch(/not public/)
    expect(rule('::1')).toMatch(/not public/)
  })

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd20:ce::254',
  ])('never reaches the machine credentials at %s, however broad the networks', (address) => {
    expect(addressRule(['0.0.0.0/0', '::/0'])(address)).toMatch(/credentials/)
  })

  it('refuses what is no address at all', () => {
    expect(addressRule([])('localhost')).toMatch(/not an address/)
  })

  it('names a malformed range', () => {
    expect(() => parseCidr('10.0.0.0/99')).toThrow('"10.0.0.0/99"')
    expect(() => addressRule(['internal'])).toThrow('"internal"')
  })
})
