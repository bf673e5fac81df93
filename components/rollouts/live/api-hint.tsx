import { CodeBlock } from '@/components/ui/code-block'
import { type ApiCall, curlOf } from './commands'

/** The same thing without this screen; folded away until somebody wants to know. */
export function ApiHint({ call }: { call: ApiCall }) {
  return (
    <details className="mt-4 text-xs">
      <summary className="w-fit cursor-pointer text-ink-3 hover:text-ink">The same by API</summary>
      <div className="mt-2">
        <CodeBlock label="API call" text={curlOf(call)} />
      </div>
    </details>
  )
}
