'use client'

import { Boxes } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'

/** What stands where no cluster is known yet: the two ways to bring some in. */
export function EmptyFleet({
  onImport,
  disabledReason,
}: {
  onImport: () => void
  disabledReason: string | null
}) {
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(window.location.origin), [])
  const call = [
    `curl -X PUT ${origin}/api/v1/clusters \\`,
    `  -H 'Authorization: Bearer cu_…' -H 'Content-Type: application/json' \\`,
    `  -d '[{"name":"kafka-azure-weu-1","kind":"kafka","provider":"azure","region":"westeurope","version":"3.9.1"}]'`,
  ].join('\n')
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pb-12">
      <EmptyState
        icon={<Boxes size={20} aria-hidden="true" />}
        title="No clusters yet"
        action={
          <Button variant="primary" onClick={onImport} disabledReason={disabledReason}>
            Import clusters…
          </Button>
        }
      >
        Paste or upload an inventory as JSON, NDJSON or CSV, or send it to the API. Started without{' '}
        <code className="text-xs">UPGRADER_SAMPLE=0</code>, an empty database gets a sample fleet of 240
        simulated clusters.
      </EmptyState>
      <CodeBlock label="API call" text={call} />
    </div>
  )
}
