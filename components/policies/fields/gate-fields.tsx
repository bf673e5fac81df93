'use client'

import { CalendarClock, Clock, HeartPulse, ShieldCheck, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import { gateWords } from '@/lib/core/policy/words'
import { itemsIn } from '@/lib/core/policy/written'
import type { Json, JsonObject } from '@/lib/core/shared/json'
import { ApprovalFields } from './approval-fields'
import { CheckFields, newCheck } from './check-fields'
import { FlagField } from './flag-field'
import { AddRow, Part } from './part'
import type { Spot } from './spot'
import { TextField } from './text-field'
import { WindowFields } from './window-fields'

interface GateKind {
  readonly title: string
  readonly icon: ReactNode
  readonly begin: Json
  fields(spot: Spot): ReactNode
}

/** The kinds of gate, in the order in which they are offered. */
const gateKinds: Readonly<Record<string, GateKind>> = {
  approval: {
    title: 'Approval',
    icon: <ShieldCheck size={14} />,
    begin: { count: 1, role: 'approver', expires: '24h' },
    fields: (spot) => <ApprovalFields spot={spot} />,
  },
  window: {
    title: 'Window',
    icon: <CalendarClock size={14} />,
    begin: { days: ['mon', 'tue', 'wed', 'thu'], from: '09:00', to: '16:00', timezone: 'UTC' },
    fields: (spot) => <WindowFields spot={spot} />,
  },
  soak: {
    title: 'Soak',
    icon: <Clock size={14} />,
    begin: '30m',
    fields: (spot) => (
      <TextField spot={spot} label="Wait for" placeholder="30m" hint="from when the phases before are done" />
    ),
  },
  check: {
    title: 'Check',
    icon: <HeartPulse size={14} />,
    begin: newCheck('health'),
    fields: (spot) => <CheckFields spot={spot} of="gate" />,
  },
  webhook: {
    title: 'Webhook',
    icon: <Webhook size={14} />,
    begin: { name: 'change-board', secret: 'change-board' },
    fields: (spot) => <WebhookFields spot={spot} />,
  },
}

/** The gates in front of a phase: all must be open before it starts. */
export function GateFields({ spot }: { spot: Spot }) {
  const gates = itemsIn(spot.value)
  return (
    <>
      {gates.map((gate, k) => {
        const kind = Object.keys(Object(gate))[0] ?? ''
        const known = gateKinds[kind]
        const place = spot.at(k)
        const inner = place.at(kind)
        return (
          <Part
            // biome-ignore lint/suspicious/noArrayIndexKey: gates have no identity but their place.
            key={k}
            icon={known?.icon ?? <Webhook size={14} />}
            title={known?.title ?? `Unknown gate ${kind}`}
            detail={gateWords(gate)}
            spot={inner.problem ? inner : place}
            onRemove={() => place.set(undefined)}
          >
            {known?.fields(inner)}
          </Part>
        )
      })}
      <AddRow
        choices={Object.entries(gateKinds).map(([kind, { title, icon, begin }]) => ({
          label: title,
          icon,
          add: () => spot.at(gates.length).set({ [kind]: begin } as JsonObject),
        }))}
      />
    </>
  )
}

function WebhookFields({ spot }: { spot: Spot }) {
  return (
    <>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        <TextField spot={spot.at('name')} label="Name" />
        <TextField
          spot={spot.at('url')}
          label="Tell this address"
          placeholder="https://…"
          hint="when it asks; it answers by a signed call"
        />
        <TextField
          spot={spot.at('secret')}
          label="Signed with the secret"
          placeholder="change-board"
          hint="by name; an admin stores it under Settings"
        />
        <TextField spot={spot.at('expires')} label="Expires after" placeholder="7d" />
      </div>
      <FlagField spot={spot.at('always')}>Ask it also when the phase is empty</FlagField>
    </>
  )
}
