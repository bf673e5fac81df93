'use client'

import { Button } from '@/components/ui/button'
import { useUpdated } from '@/lib/client/updated'

/**
 * Says that the server runs another build than this page, until the page is loaded anew. Nothing reloads by itself:
 * somebody may be in the middle of a sentence.
 */
export function UpdatedBanner() {
  return <div role="status">{useUpdated() ? <Banner /> : null}</div>
}

function Banner() {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning md:px-6">
      <p className="min-w-0 flex-1 basis-56">
        <span className="font-medium">The console was updated. Reload this page.</span> Until then it may show
        or do what no longer fits the server; what you have typed and not saved is lost by reloading.
      </p>
      <Button size="sm" onClick={() => window.location.reload()}>
        Reload this page
      </Button>
    </div>
  )
}
