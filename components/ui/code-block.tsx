import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'

/** A text to read and copy: a document, a command, an expression. */
export function CodeBlock({ text, label, actions }: { text: string; label: string; actions?: ReactNode }) {
  return (
    <div className="flex items-start rounded-lg border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard. */}
      <section aria-label={label} tabIndex={0} className="min-w-0 flex-1 overflow-x-auto rounded-l-lg">
        <pre className="w-max min-w-full p-3 text-xs leading-5">{text}</pre>
      </section>
      <div className="flex gap-1 p-1.5">
        {actions}
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  )
}
