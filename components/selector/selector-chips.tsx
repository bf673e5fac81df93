import { toForm } from '@/lib/core/selector/form'
import { parseSelector } from '@/lib/core/selector/parse'
import { itemWords } from './condition-words'
import { everyCluster } from './selector-text'

/** Shows a selector in one line, a chip for each condition; what does not parse is shown as typed. */
export function SelectorChips({ source }: { source: string }) {
  const parsed = parseSelector(source)
  if (!parsed.ok) return <span className="ident truncate text-danger">{source || 'no selector'}</span>
  const form = toForm(parsed.value)
  if (form.items.length === 0) {
    return <Chip>{(form.match === 'all') !== form.not ? everyCluster : 'no cluster'}</Chip>
  }
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {form.not ? <Join>not</Join> : null}
      {form.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
        <span key={index} className="flex min-w-0 items-center gap-1">
          {index > 0 ? <Join>{form.match === 'all' ? 'and' : 'or'}</Join> : null}
          <Chip>{itemWords(item)}</Chip>
        </span>
      ))}
    </span>
  )
}

function Chip({ children }: { children: string }) {
  return (
    <span className="inline-flex h-5 max-w-72 items-center truncate rounded-sm bg-hover px-1.5 text-xs text-ink-2">
      {children}
    </span>
  )
}

const Join = ({ children }: { children: string }) => <span className="text-2xs text-ink-3">{children}</span>
