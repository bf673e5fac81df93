'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { act } from '@/lib/client/act'
import { messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import { keepRoute } from '@/lib/notifications/actions'
import type { NotificationEvent, NotificationRouteDto } from '@/lib/notifications/dto'
import { secretsQuery } from './queries'
import { RouteEvents } from './route-events'

/** What somebody who makes a route most likely wants to hear of. */
const usual: readonly NotificationEvent[] = [
  'rollout.paused',
  'rollout.ended',
  'budget.exhausted',
  'approval.requested',
  'line.stopped',
]

type Values = Parameters<typeof keepRoute>[0]

/** Makes a notification route, or changes one. */
export function EditRoute({ route, onClose }: { route: NotificationRouteDto | null; onClose: () => void }) {
  const { data: secrets } = useQuery(secretsQuery())
  const [secret, setSecret] = useState(route?.secret ?? null)
  const [events, setEvents] = useState<readonly NotificationEvent[]>(route?.events ?? usual)
  const [enabled, setEnabled] = useState(route?.enabled ?? true)
  const save = useAct({
    run: (input: Values) => act(keepRoute(input)),
    done: ({ name }) => (route ? `${name} was changed` : `${name} is told from now on`),
    refused: 'Could not save the route',
    changes: [['settings', 'routes']],
    quiet: true,
    onDone: onClose,
  })
  const errors = fieldErrors(save.error)

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    save.mutate({
      name: route?.name ?? text('name'),
      url: text('url'),
      secret: secret ?? '',
      events: [...events],
      enabled,
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={route ? `Change ${route.name}` : 'Add a route'}
      call={`PUT /api/v1/notification-routes/${route?.name ?? '…'}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="edit-route" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="edit-route" onSubmit={submit} className="flex flex-col gap-4">
        {save.error && errors.size === 0 ? (
          <Callout tone="danger" role="alert">
            {messageOf(save.error)}
          </Callout>
        ) : null}
        {route ? null : (
          <Field label="Name" error={errors.get('name')} required>
            <Input name="name" mono placeholder="on-call-chat" required />
          </Field>
        )}
        <Field
          label="Address"
          hint="Called with POST and JSON. A private address must be one that drivers may reach."
          error={errors.get('url')}
          required
        >
          <Input
            name="url"
            type="url"
            mono
            placeholder="https://chat.example/hooks/upgrader"
            defaultValue={route?.url}
            required
          />
        </Field>
        <Field
          label="Signed with the secret"
          hint={
            secrets?.length === 0
              ? 'There is no secret yet: set one under Secrets first.'
              : 'The other side knows it too, and by it that a call is ours.'
          }
          error={errors.get('secret')}
          required
        >
          <Select
            options={(secrets ?? []).map(({ name }) => ({ value: name, label: name }))}
            value={secret}
            onChange={setSecret}
            label="Signed with the secret"
          />
        </Field>
        <RouteEvents chosen={events} error={errors.get('events')} onChange={setEvents} />
        <Checkbox checked={enabled} onChange={setEnabled}>
          Switched on
        </Checkbox>
      </form>
    </Dialog>
  )
}
