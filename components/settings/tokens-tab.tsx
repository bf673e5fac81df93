'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { act } from '@/lib/client/act'
import { useNow } from '@/lib/client/now'
import { useAct } from '@/lib/client/use-act'
import { endToken } from '@/lib/members/actions'
import type { TokenDto } from '@/lib/members/dto'
import { CreateToken } from './create-token'
import { tokensQuery } from './queries'

/** API tokens: one's own, and for admins everybody's. */
export function TokensTab({ me }: { me: string }) {
  const query = useQuery(tokensQuery())
  const [creating, setCreating] = useState(false)
  return (
    <>
      <Toolbar label="API tokens">
        <p className="text-sm text-ink-2">A token can do at most what its owner can.</p>
        <ToolbarSpace />
        <Button variant="primary" onClick={() => setCreating(true)}>
          <Plus size={14} aria-hidden="true" /> Create a token
        </Button>
      </Toolbar>
      <QueryView query={query} what="The list of tokens">
        {(tokens) =>
          tokens.length === 0 ? (
            <EmptyState icon={<KeyRound size={20} aria-hidden="true" />} title="No tokens yet">
              Scripts and pipelines call the API with a token:{' '}
              <code className="text-xs">Authorization: Bearer cu_…</code>
            </EmptyState>
          ) : (
            <Table label="API tokens">
              <TableHead>
                <Th>Token</Th>
                <Th>Owner</Th>
                <Th className="max-md:hidden">Roles</Th>
                <Th>Last used</Th>
                <Th className="max-md:hidden">Expires</Th>
                <Th srLabel="Actions" />
              </TableHead>
              <tbody>
                {tokens.map((token) => (
                  <TokenRow key={token.id} token={token} mine={token.owner === me} />
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
      <CreateToken open={creating} onOpenChange={setCreating} />
    </>
  )
}

function TokenRow({ token, mine }: { token: TokenDto; mine: boolean }) {
  const now = useNow(60_000)
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) < now
  const revoke = useAct({
    run: () => act(endToken({ id: token.id })),
    done: () => `${token.name} works no more`,
    refused: 'Could not revoke the token',
    changes: [['settings', 'tokens']],
  })
  const over = token.revokedAt !== null || expired
  return (
    <Tr>
      <Td>
        <span className={over ? 'text-ink-3' : 'font-medium'}>{token.name}</span>{' '}
        <span className="ident text-ink-3">{token.prefix}…</span>{' '}
        {token.revokedAt ? <Badge>revoked</Badge> : expired ? <Badge>expired</Badge> : null}
      </Td>
      <Td className="text-ink-2">{mine ? 'you' : token.owner}</Td>
      <Td className="text-ink-2 max-md:hidden">{token.roles?.join(', ') ?? 'all of its owner'}</Td>
      <Td className="text-ink-2">{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never'}</Td>
      <Td className="text-ink-2 max-md:hidden">
        {token.expiresAt ? <Time at={token.expiresAt} /> : 'never'}
      </Td>
      <Td align="end">
        {over ? null : (
          <Button size="sm" busy={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
            Revoke
          </Button>
        )}
      </Td>
    </Tr>
  )
}
