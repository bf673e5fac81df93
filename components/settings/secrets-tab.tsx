'use client'

import { useQuery } from '@tanstack/react-query'
import { LockKeyhole, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { act } from '@/lib/client/act'
import { messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import { keepSecret, removeSecret } from '@/lib/secrets/actions'
import type { SecretDto } from '@/lib/secrets/dto'
import { secretsQuery } from './queries'

/** Secrets for drivers: set and removed here, never shown again. */
export function SecretsTab() {
  const query = useQuery(secretsQuery())
  const [setting, setSetting] = useState<string | null>(null)
  return (
    <>
      <Toolbar label="Secrets">
        <p className="min-w-0 flex-1 basis-72 text-sm text-ink-2">
          Encrypted at rest. Operations name them: <code className="text-xs">{"{{ secret('name') }}"}</code>.
          What they hold is never shown again.
        </p>
        <ToolbarSpace />
        <Button variant="primary" onClick={() => setSetting('')}>
          <Plus size={14} aria-hidden="true" /> Set a secret
        </Button>
      </Toolbar>
      <QueryView query={query} what="The list of secrets">
        {(secrets) =>
          secrets.length === 0 ? (
            <EmptyState icon={<LockKeyhole size={20} aria-hidden="true" />} title="No secrets yet">
              Drivers that need a password or a token to reach a cluster find it here.
            </EmptyState>
          ) : (
            <Table label="Secrets">
              <TableHead>
                <Th>Name</Th>
                <Th>Set</Th>
                <Th>By</Th>
                <Th srLabel="Actions" />
              </TableHead>
              <tbody>
                {secrets.map((secret) => (
                  <SecretRow key={secret.name} secret={secret} onReplace={() => setSetting(secret.name)} />
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
      {setting === null ? null : <SetSecret name={setting} onClose={() => setSetting(null)} />}
    </>
  )
}

function SecretRow({ secret, onReplace }: { secret: SecretDto; onReplace: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useAct({
    run: () => act(removeSecret({ name: secret.name })),
    done: () => `${secret.name} was deleted`,
    refused: 'Could not delete the secret',
    changes: [['settings', 'secrets']],
  })
  return (
    <Tr>
      <Td className="ident">{secret.name}</Td>
      <Td className="text-ink-2">
        <Time at={secret.updatedAt} />
      </Td>
      <Td className="text-ink-2">{secret.updatedBy}</Td>
      <Td align="end">
        <span className="inline-flex gap-2">
          <Button size="sm" onClick={onReplace}>
            Replace
          </Button>
          <Button size="sm" busy={remove.isPending} onClick={() => setAsking(true)}>
            Delete
          </Button>
        </span>
        <Dialog
          size="sm"
          open={asking}
          onOpenChange={setAsking}
          title={`Delete ${secret.name}?`}
          call={`DELETE /api/v1/secrets/${secret.name}`}
          description="Operations that name it fail from now on. What it holds cannot be brought back."
          footer={
            <>
              <Button variant="ghost" onClick={() => setAsking(false)}>
                Keep it
              </Button>
              <Button variant="danger" onClick={() => remove.mutate(undefined)}>
                Delete the secret
              </Button>
            </>
          }
        />
      </Td>
    </Tr>
  )
}

function SetSecret({ name, onClose }: { name: string; onClose: () => void }) {
  const save = useAct({
    run: (input: { name: string; value: string }) => act(keepSecret(input)),
    done: (input) => `${input.name} was set`,
    refused: 'Could not set the secret',
    changes: [['settings', 'secrets']],
    quiet: true,
    onDone: onClose,
  })
  const errors = fieldErrors(save.error)
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({
      name: name || String(form.get('name') ?? '').trim(),
      value: String(form.get('value') ?? ''),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={name ? `Replace ${name}` : 'Set a secret'}
      call={`PUT /api/v1/secrets/${name || '…'}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="set-secret" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="set-secret" onSubmit={submit} className="flex flex-col gap-4">
        {save.error && errors.size === 0 ? (
          <Callout tone="danger" role="alert">
            {messageOf(save.error)}
          </Callout>
        ) : null}
        {name ? null : (
          <Field label="Name" error={errors.get('name')} required>
            <Input name="name" mono placeholder="control-plane-token" required />
          </Field>
        )}
        <Field
          label="Value"
          hint="Stored encrypted and never shown again."
          error={errors.get('value')}
          required
        >
          <Textarea name="value" mono required rows={3} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  )
}
