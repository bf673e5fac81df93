import { describe, expect, it } from 'vitest'
import { clusterInput } from '@/lib/clusters/schemas'
import { readPolicy } from '@/lib/core/policy/read'
import { createFreezeInput } from '@/lib/freezes/schemas'
import { createUserSchema } from '@/lib/members/schemas'
import { abortInput, launchInput } from '@/lib/rollouts/schemas'

const turned = 'Kafka \u202e1.8.3'
const why = /^has an invisible character \(U\+202E\) at place 7/

const plan = { operation: 'upgrade', policy: 'everywhere' }
const cluster = { name: 'c-1', kind: 'kafka', provider: 'aws', region: 'eu-west-1' }
const policy = (title: string) =>
  `apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  phases:\n    - { id: a, select: "true", title: "${title}" }\n`

describe('what people write', () => {
  it.each([
    ['the title of a rollout', launchInput.safeParse({ ...plan, title: turned })],
    ['the title of a freeze', createFreezeInput.safeParse({ title: turned, reason: 'year end' })],
    ['the name of a person', createUserSchema.safeParse({ username: 'ada', name: turned, roles: [] })],
    ['a fact of a cluster', clusterInput.safeParse({ ...cluster, region: turned })],
    ['a label of a cluster', clusterInput.safeParse({ ...cluster, labels: { ring: turned } })],
  ])('is refused with an invisible character: %s', (_, { error }) => {
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(why)])
  })

  it('is refused in a document, at its line', () => {
    const [problem, ...more] = readPolicy(policy(turned)).problems
    expect(problem).toMatchObject({ message: expect.stringMatching(why), line: 6 })
    expect(more).toEqual([])
    expect(readPolicy(policy('Kafka 3.8.1')).problems).toEqual([])
  })

  it('is kept without them where it is the reason of a command, which must not fail for that', () => {
    const pasted = { rollout: '7', reason: '\ufeff broker\u200b 2 is gone' }
    expect(abortInput.parse(pasted).reason).toBe('broker 2 is gone')
  })
})
