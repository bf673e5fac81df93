import { expect, it } from 'vitest'
import type { FreezeDto } from '@/lib/freezes/dto'
import type { GateDto, RolloutDto, WaitReasonDto } from '@/lib/rollouts/dto'
import { heldItems, upcomingItems } from './home-items'

const now = new Date('2030-01-01T10:00:00Z')
const reason = (more: Partial<WaitReasonDto>): WaitReasonDto => ({
  kind: 'soak',
  message: 'm',
  targets: 3,
  phase: null,
  gate: null,
  since: null,
  until: null,
  unblockedBy: null,
  ...more,
})
const rollout = (waitingFor: WaitReasonDto[], gates: Partial<GateDto>[] = []) =>
  ({ id: '7', title: 'Seven', waitingFor, phases: [{ gates }] }) as unknown as RolloutDto
const freeze = (startsAt: string, endsAt: string, endedAt: string | null = null) =>
  ({
    title: 'Christmas',
    startsAt,
    endsAt,
    endedAt,
    next: endedAt === null ? [{ startsAt, endsAt }] : [],
  }) as unknown as FreezeDto

it('lists what holds a rollout, what somebody can end first, and leaves out the everyday', () => {
  const held = heldItems([
    rollout([
      reason({ kind: 'in_flight' }),
      reason({ kind: 'freeze', message: 'frozen' }),
      reason({ kind: 'approval', message: 'asks', unblockedBy: 'an approver' }),
      reason({ kind: 'slot' }),
    ]),
  ])
  expect(held.map(({ message }) => message)).toEqual(['asks', 'frozen'])
  expect(held[0]).toMatchObject({ rollout: '7', title: 'Seven', unblockedBy: 'an approver' })
})

it('lists what the next day brings, soonest first, and nothing beyond', () => {
  const items = upcomingItems(
    [
      rollout(
        [
          reason({ kind: 'soak', message: 'soaks', until: '2030-01-01T12:00:00Z' }),
          reason({ kind: 'scheduled', message: 'starts by itself', until: '2030-01-02T09:00:00Z' }),
          reason({ kind: 'window', message: 'far', until: '2030-01-03T00:00:00Z' }),
          reason({ kind: 'approval', until: '2030-01-01T11:30:00Z' }),
        ],
        [
          {
            type: 'approval',
            state: 'closed',
            title: 'Approval',
            requestedAt: now.toISOString(),
            expiresAt: '2030-01-01T11:30:00Z',
          },
          { type: 'approval', state: 'closed', title: 'Later', requestedAt: null, expiresAt: null },
        ],
      ),
    ],
    [
      freeze('2030-01-01T09:00:00Z', '2030-01-01T11:00:00Z'),
      freeze('2030-01-01T13:00:00Z', '2030-01-09T00:00:00Z'),
      freeze('2030-01-01T14:00:00Z', '2030-01-01T15:00:00Z', '2030-01-01T09:30:00Z'),
    ],
    now,
  )
  expect(items.map(({ what }) => what)).toEqual([
    'A freeze ends',
    'Approval: expires, then the rollout pauses',
    'soaks',
    'A freeze begins',
    'starts by itself',
  ])
})
