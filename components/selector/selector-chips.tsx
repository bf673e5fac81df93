import { type FormCondition, type FormItem, toForm } from '@/lib/core/selector/form'
import { describeOperator } from '@/lib/core/selector/form-operators'
import { parseSelector } from '@/lib/core/selector/parse'
import { subjectName } from '@/lib/core/selector/subject'

/** Shows a selector in one line, a chip for each condition; what does not parse is shown as typed. */
export function SelectorChips({ source }: { source: string }) {
  const parsed = parseSelector(source)
  if (!parsed.ok) return <span className="ident truncate text-danger">{source || 'no selector'}</span>
  const form = toForm(parsed.value)
  if (form.items.length === 0) {
    return <Chip>{(form.match === 'all') !== form.not ? 'every cluster' : 'no cluster'}</Chip>
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

function itemWords(item: FormItem): string {
  if (item.kind === 'condition') return conditionWords(item)
  const inner = item.items.map(itemWords).join(item.match === 'all' ? ' and ' : ' or ')
  return item.not ? `not (${inner})` : `(${inner})`
}

function conditionWords(condition: FormCondition): string {
  const what = subjectName(condition.subject).replace(/^labels\./, '')
  const how = condition.op === '==' ? '=' : condition.op === '!=' ? '≠' : describeOperator(condition.op)
  const plain = condition.op === 'has' ? `${what} ${how}` : `${what} ${how} ${valueWords(condition.value)}`
  return condition.not ? `not ${plain}` : plain
}

function valueWords(value: FormCondition['value']): string {
  if (value === null) return 'nothing'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
