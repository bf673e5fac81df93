import { expect, it } from 'vitest'
import type { ClusterHistoryItem } from './cluster-history'
import { versionHistory } from './version-history'

const item = (rollout: string, versionBefore: string, state: ClusterHistoryItem['state']) =>
  ({
    rollout,
    title: `rollout ${rollout}`,
    versionBefore,
    state,
    launchedAt: `l${rollout}`,
    finishedAt: `f${rollout}`,
  }) as ClusterHistoryItem

it('tells each version once, newest first, and which rollout brought it', () => {
  const history = [
    item('3', '4.0.0', 'failed'),
    item('2', '3.9.1', 'succeeded'),
    item('1', '3.9.1', 'skipped'),
  ]
  expect(versionHistory(history, '4.0.0')).toEqual([
    { version: '4.0.0', since: 'f2', rollout: { id: '2', title: 'rollout 2' } },
    { version: '3.9.1', since: null, rollout: null },
  ])
})

it('does not credit a rollout that failed with a version that came otherwise', () => {
  expect(versionHistory([item('1', '3.9.1', 'failed')], '4.0.0')[0]).toMatchObject({
    version: '4.0.0',
    rollout: null,
  })
  expect(versionHistory([], '4.0.0')).toEqual([{ version: '4.0.0', since: null, rollout: null }])
})
