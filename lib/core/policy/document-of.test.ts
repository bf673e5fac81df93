import { expect, it } from 'vitest'
import { exportDocument } from '@/lib/core/document/export'
import { documentOf } from './document-of'
import { normalisePolicy } from './normalise'
import { readPolicy } from './read'
import type { ResolvedPolicy } from './resolved'
import { policyTemplates } from './templates'

function resolvedFrom(source: string): ResolvedPolicy {
  const { document, problems } = readPolicy(source)
  if (!document) throw new Error(JSON.stringify(problems))
  return normalisePolicy(document)
}

const everything = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: all-of-it, title: All of it }
spec:
  unmatched: refuse
  guards: [{ name: lag, check: http, with: { url: "http://x", pass: "true" }, every: 10s, failAfter: 90s }]
  failureBudget: { max: 5%, onExhausted: abort }
  stop: { against: notYetUpgraded, falseAlarm: 2.5% }
  unreachable: { wait: 5m, then: fail }
  phases:
    - id: a
      title: First
      select: cluster.tier == "internal"
      take: [5, 10%]
      takeBy: [region, labels.ring]
      order: [-weight, region]
      steps: [1, { to: 10%, soak: 1h, approval: { count: 2, role: admin, notLauncher: false, expires: 3h, always: true } }, 100%]
      maxInFlight: [3, 20%]
      spread: { by: region, maxInFlight: 1 }
      failureBudget: { max: 1, onExhausted: pause, strict: true }
      stop: { against: notYetUpgraded, falseAlarm: 1%, baseline: 0.5% }
      soak: 1h30m
      before:
        - approval: {}
        - soak: 10m
        - window: { days: [mon, tue], from: "22:00", to: "04:00", timezone: Europe/London }
        - check: { name: ok, check: http, with: { url: "http://x", pass: "true" }, for: 1m, always: true }
      checks: [{ name: late, check: http, with: { url: "http://x", pass: "true" } }]
    - { select: "true", after: [], order: diverse, stop: { against: notYetUpgraded, falseAlarm: 1%, check: reachable } }
    - { id: c, select: "true", after: [a], order: random, steps: [{ to: 100%, soak: 2h }] }
`

it('is the same policy again when it is read, for everything that the language knows', () => {
  const policy = resolvedFrom(everything)
  expect(resolvedFrom(exportDocument(documentOf(policy)))).toEqual(policy)
})

it.each(policyTemplates.map(({ id, source }) => [id, source] as const))(
  'is the same policy again: the template %s',
  (_, source) => {
    const policy = resolvedFrom(source)
    expect(resolvedFrom(exportDocument(documentOf(policy)))).toEqual(policy)
  },
)

it('leaves a baseline out that a share cannot say exactly, so that nobody amends it by opening it', () => {
  const policy = resolvedFrom(everything)
  const measured = { ...policy, stop: { falseAlarm: 0.01, baseline: 0.0123456789 } }
  expect(documentOf(measured).spec.stop).toEqual({ against: 'notYetUpgraded', falseAlarm: '1%' })
})
