'use client'

import { useQuery } from '@tanstack/react-query'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { act } from '@/lib/client/act'
import { describeAgent } from '@/lib/client/describe-agent'
import { useAct } from '@/lib/client/use-act'
import { endSession } from '@/lib/members/actions'
import type { SessionDto } from '@/lib/members/dto'
import { sessionsQuery } from './queries'

/** Sign-ins that live: one's own, and for admins everybody's. */
export function SessionsTab({ me }: { me: { username: string; sessionId: string | null } }) {
  const query = useQuery(sessionsQuery())
  return (
    <QueryView query={query} what="The list of sessions">
      {(sessions) => (
        <Table label="Sessions">
          <TableHead>
            <Th>Who</Th>
            <Th>Where</Th>
            <Th>Last seen</Th>
            <Th className="max-md:hidden">Signed in</Th>
            <Th srLabel="Actions" />
          </TableHead>
          <tbody>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} present={session.id === me.sessionId} />
            ))}
          </tbody>
        </Table>
      )}
    </QueryView>
  )
}

function SessionRow({ session, present }: { session: SessionDto; present: boolean }) {
  const end = useAct({
    run: () => act(endSession({ id: session.id })),
    done: () => 'The session has ended',
    refused: 'Could not end the session',
    changes: [['settings', 'sessions']],
  })
  return (
    <Tr>
      <Td>
        <span className="ident">{session.username}</span>{' '}
        {present ? <Badge tone="accent">this one</Badge> : null}
      </Td>
      <Td className="text-ink-2">
        <span title={session.userAgent ?? undefined}>{describeAgent(session.userAgent)}</span>
        {session.ip ? <span className="ident text-ink-3"> {session.ip}</span> : null}
      </Td>
      <Td className="text-ink-2">
        <Time at={session.seenAt} />
      </Td>
      <Td className="text-ink-2 max-md:hidden">
        <Time at={session.createdAt} format="absolute" seconds={false} />
      </Td>
      <Td align="end">
        <Button size="sm" busy={end.isPending} onClick={() => end.mutate(undefined)}>
          End
        </Button>
      </Td>
    </Tr>
  )
}
