import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'

/** Shows a secret that was just made and is kept nowhere. */
export function ShownOnce({ what, value }: { what: string; value: string }) {
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warning" role="status">
        Copy it now: {what} is shown this once and kept nowhere.
      </Callout>
      <CodeBlock label={what} text={value} />
    </div>
  )
}
