import type { FormCondition, FormItem } from '@/lib/core/selector/form'
import { describeOperator } from '@/lib/core/selector/form-operators'
import { subjectName } from '@/lib/core/selector/subject'

/** Says a condition or a group of them: `provider = azure`, `(tier = internal or ring = canary)`. */
export function itemWords(item: FormItem): string {
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
  if (Array.isArray(value)) return value.length === 0 ? '…' : value.join(', ')
  return value === '' ? '…' : String(value)
}
