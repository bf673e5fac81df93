'use client'

import { useMutation } from '@tanstack/react-query'
import { Link2, ShieldAlert, ShieldCheck } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Popover } from '@/components/ui/popover'
import type { AuditCheckDto } from '@/lib/audit/dto'
import { api, messageOf } from '@/lib/client/api'
import { formatCount } from '@/lib/client/format'

/** Recomputes the chain of hashes and says whether the log is whole. */
export function ChainStatus() {
  const check = useMutation({ mutationFn: () => api<AuditCheckDto>('GET', '/api/v1/audit/check') })
  return (
    <Popover
      align="end"
      title="Chain of hashes"
      onOpenChange={(open) => {
        if (open) check.mutate()
      }}
      trigger={
        <Button>
          <Link2 size={14} aria-hidden="true" /> Check the chain
        </Button>
      }
    >
      <div role="status" className="w-80 max-w-full text-sm">
        {check.data ? (
          <Result result={check.data} />
        ) : check.error ? (
          messageOf(check.error)
        ) : (
          'Checking every entry…'
        )}
      </div>
    </Popover>
  )
}

function Result({ result }: { result: AuditCheckDto }) {
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        {result.whole ? (
          <>
            <ShieldCheck size={16} aria-hidden="true" className="text-success" />
            Whole: all {formatCount(result.entries)} entries are as they were written
          </>
        ) : (
          <>
            <ShieldAlert size={16} aria-hidden="true" className="text-danger" />
            Broken at {formatCount(result.breaks.length)} places
          </>
        )}
      </p>
      <ul className="mt-1 text-danger">
        {result.breaks.slice(0, 10).map(({ id, problem }) => (
          <li key={`${id} ${problem}`}>
            Entry {id}: {problem}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-ink-2">
        Keep the newest hash elsewhere: it proves later that nothing before it was changed or cut off.
      </p>
      <p className="mt-1 flex items-center gap-1">
        <code className="min-w-0 flex-1 truncate text-xs">{result.head}</code>
        <CopyButton text={result.head} label="Copy the hash" />
      </p>
    </>
  )
}
