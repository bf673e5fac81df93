import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'

/** A text to read and copy: a document, a command, an expression. */
export function CodeBlock({ text, label, actions }: { text: string; label: string; actions?: ReactNode }) {
  return (
    <div className="relative rounded-lg border border-line bg-sunken">
      <div className="absolute top-1.5 right-1.5 flex gap-1 rounded-md bg-sunken">
        {actions}
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard. */}
      <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg">
        <pre className="w-max min-w-full p-3 pr-20 text-xs leading-5">{text}</pre>
      </section>
    </div>
  )
}
