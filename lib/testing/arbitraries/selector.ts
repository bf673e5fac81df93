import fc from 'fast-check'
import {
  always,
  and,
  compare,
  compareOperators,
  field,
  has,
  isIn,
  label,
  not,
  or,
  type Selector,
  type Subject,
  text,
  textOperators,
  version,
} from '@/lib/core/selector/ast'
import { textFields } from '@/lib/core/shared/cluster-facts'
import { labelKey, nastyText, versionText } from './cluster'

const textField: fc.Arbitrary<Subject> = fc.constantFrom(...textFields).map(field)
const anyLabel: fc.Arbitrary<Subject> = labelKey.map(label)
const versionField: fc.Arbitrary<Subject> = fc.constant(field('version'))
const weight = field('weight')
const number = fc.oneof(fc.integer({ min: -5, max: 15 }), fc.constantFrom(2.5, -0.25, 1e-7))

const condition: fc.Arbitrary<Selector> = fc.oneof(
  fc
    .tuple(fc.oneof(textField, anyLabel), fc.constantFrom(...compareOperators), nastyText)
    .map((args) => compare(...args)),
  fc
    .tuple(versionField, fc.constantFrom('==' as const, '!=' as const), versionText)
    .map((args) => compare(...args)),
  fc
    .tuple(fc.oneof(anyLabel, versionField), fc.constantFrom('==' as const, '!=' as const))
    .map(([subject, op]) => compare(subject, op, null)),
  fc.tuple(fc.constantFrom(...compareOperators), number).map(([op, value]) => compare(weight, op, value)),
  fc
    .tuple(fc.oneof(textField, anyLabel, versionField), fc.array(nastyText, { maxLength: 4 }))
    .map((args) => isIn(...args)),
  fc.array(number, { maxLength: 3 }).map((values) => isIn(weight, values)),
  fc
    .tuple(fc.oneof(textField, anyLabel, versionField), fc.constantFrom(...textOperators), nastyText)
    .map((args) => text(...args)),
  fc.oneof(textField, anyLabel, versionField, fc.constant(weight)).map(has),
  fc.tuple(fc.constantFrom(...compareOperators), versionText).map((args) => version(...args)),
  fc.boolean().map(always),
)

/** Any selector, in canonical form, about as deep and wide as people write them. */
export const selector: fc.Arbitrary<Selector> = fc.letrec<{ node: Selector }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    fc.array(tie('node'), { minLength: 2, maxLength: 4 }).map(and),
    fc.array(tie('node'), { minLength: 2, maxLength: 4 }).map(or),
    tie('node').map(not),
  ),
})).node
