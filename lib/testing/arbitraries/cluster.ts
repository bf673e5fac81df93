import fc from 'fast-check'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/**
 * Texts that hurt: quotes, escapes, SQL and pattern characters, letters from above the basic plane (whose order
 * differs between UTF-16 and UTF-8), names of prototype members.
 */
export const nastyText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', 'eu-west-1', 'us-east-1', 'gold', 'canary', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      "'",
      '\\',
      '%',
      '_',
      '\n',
      '\t',
      '😀',
      'ﬀ',
      '\ue000',
      'é',
      'Z',
      '__proto__',
      'true',
      '1',
      '$1',
      '{{',
      '\u2028',
      '\u0085',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text)),
  },
)

export const labelKey = fc.constantFrom(
  'ring',
  'team',
  'failure-domain',
  'in',
  '__proto__',
  'constructor',
  'a b',
  '"',
  'x_1',
  'é',
)

export const versionText = fc.oneof(
  fc.constantFrom(
    '3.9',
    '3.9.0',
    '3.10',
    'v3.10.1',
    '4.0.0-rc.1',
    '4.0.0-rc.10',
    '4.0.0',
    '4.0.0+k3s1',
    'latest',
    '',
    '18beta1',
    '1..2',
    '-',
  ),
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.')),
  nastyText,
)

/** A cluster with few distinct values, so that conditions hold about as often as not. */
export const clusterFacts: fc.Arbitrary<ClusterFacts> = fc.record({
  name: nastyText,
  kind: fc.constantFrom('kafka', 'connect', ''),
  provider: fc.constantFrom('azure', 'aws', 'gcp'),
  region: nastyText,
  environment: fc.constantFrom('prod', 'staging', ''),
  tier: nastyText,
  version: fc.option(versionText),
  weight: fc.integer({ min: -3, max: 12 }),
  labels: fc
    .array(fc.tuple(labelKey, nastyText), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries) as Record<string, string>),
  connection: fc.constant({}),
  nodes: fc.constant(null),
})
