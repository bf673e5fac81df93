'use client'

import { useQuery } from '@tanstack/react-query'
import { Ellipsis, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button, IconButton } from '@/components/ui/button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { act } from '@/lib/client/act'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import { letIn, shutOut } from '@/lib/members/actions'
import type { MemberDto } from '@/lib/members/dto'
import { AddMember } from './add-member'
import { EditRoles } from './edit-roles'
import { MemberRights } from './member-rights'
import { membersQuery } from './queries'
import { ResetPassword } from './reset-password'

type Open = { what: 'roles' | 'password' | 'rights'; member: MemberDto } | null

/** Everybody who may sign in, with their roles. */
export function MembersTab({ me }: { me: string }) {
  const query = useQuery(membersQuery())
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<Open>(null)
  return (
    <>
      <Toolbar label="Members">
        <p className="text-sm text-ink-2">{query.data ? formatNoun(query.data.length, 'member') : ''}</p>
        <ToolbarSpace />
        <Button variant="primary" onClick={() => setAdding(true)}>
          <UserPlus size={14} aria-hidden="true" /> Add a member
        </Button>
      </Toolbar>
      <QueryView query={query} what="The list of members">
        {(members) => (
          <Table label="Members">
            <TableHead>
              <Th>Member</Th>
              <Th>Roles</Th>
              <Th className="max-md:hidden">Last seen</Th>
              <Th srLabel="Actions" />
            </TableHead>
            <tbody>
              {members.map((member) => (
                <MemberRow key={member.id} member={member} isMe={member.username === me} onOpen={setOpen} />
              ))}
            </tbody>
          </Table>
        )}
      </QueryView>
      <AddMember open={adding} onOpenChange={setAdding} />
      {open?.what === 'roles' ? (
        <EditRoles key={open.member.id} member={open.member} onClose={() => setOpen(null)} />
      ) : null}
      {open?.what === 'rights' ? (
        <MemberRights key={open.member.id} member={open.member} onClose={() => setOpen(null)} />
      ) : null}
      {open?.what === 'password' ? (
        <ResetPassword key={open.member.id} member={open.member} onClose={() => setOpen(null)} />
      ) : null}
    </>
  )
}

function MemberRow({
  member,
  isMe,
  onOpen,
}: {
  member: MemberDto
  isMe: boolean
  onOpen: (open: Open) => void
}) {
  const { username, disabledAt } = member
  const verb = disabledAt === null ? 'disable' : 'enable'
  const turn = useAct({
    run: () => act<unknown>(verb === 'disable' ? shutOut({ username }) : letIn({ username })),
    done: () =>
      verb === 'disable' ? `${username} is shut out; all sessions have ended` : `${username} is let in again`,
    refused: `Could not ${verb} ${username}`,
    changes: [['settings']],
  })
  return (
    <Tr>
      <Td>
        <span className={disabledAt ? 'text-ink-3' : 'font-medium'}>{member.name}</span>{' '}
        <span className="ident text-ink-3">{username}</span> {isMe ? <Badge tone="accent">you</Badge> : null}{' '}
        {disabledAt ? <Badge tone="warning">disabled</Badge> : null}
      </Td>
      <Td>
        <span className="flex flex-wrap gap-1">
          {member.roles.map(({ role, select }) => (
            <Badge key={`${role} ${select}`} tone="outline">
              {role}
              {select ? <span className="ident max-w-48 truncate text-ink-3">{select}</span> : null}
            </Badge>
          ))}
          {member.roles.length === 0 ? <span className="text-ink-3">none</span> : null}
        </span>
      </Td>
      <Td className="text-ink-2 max-md:hidden">
        {member.lastSeenAt ? <Time at={member.lastSeenAt} /> : 'never'}
      </Td>
      <Td align="end">
        <Menu
          trigger={
            <IconButton label={`Actions for ${username}`} size="sm" busy={turn.isPending}>
              <Ellipsis size={16} aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => onOpen({ what: 'rights', member })}>What may they do?</MenuItem>
          <MenuItem onSelect={() => onOpen({ what: 'roles', member })}>Edit roles…</MenuItem>
          <MenuItem onSelect={() => onOpen({ what: 'password', member })}>Reset password…</MenuItem>
          <MenuSeparator />
          <MenuItem danger={verb === 'disable'} onSelect={() => turn.mutate(undefined)}>
            {verb === 'disable' ? 'Shut out' : 'Let in again'}
          </MenuItem>
        </Menu>
      </Td>
    </Tr>
  )
}
