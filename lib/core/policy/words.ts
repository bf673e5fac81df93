import { isObject, type Json } from '@/lib/core/shared/json'
import { itemsIn, member, textIn } from './written'

/**
 * Says fields of a policy as people would: for the lines of cards and for differences. It reads what is written,
 * so it also says what is wrong, as it stands there.
 */

const consequences: Readonly<Record<string, string>> = {
  pause: 'pauses',
  abort: 'aborts',
  rollback: 'rolls back',
}

/** Says what a budget tolerates: `3 failures are tolerated, the 4th pauses`. */
export function budgetWords(max: Json | undefined, onExhausted: Json | undefined): string {
  const then = consequences[textIn(onExhausted) || 'pause'] ?? textIn(onExhausted)
  if (typeof max !== 'number') return `${limitWords(max)} may fail, one more ${then}`
  if (max === 0) return `no failure is tolerated, the first ${then}`
  return `${max} ${max === 1 ? 'failure is' : 'failures are'} tolerated, the ${ordinal(max + 1)} ${then}`
}

/** Says an amount, or of several that the smallest counts. */
export function limitWords(limit: Json | undefined): string {
  const amounts = itemsIn(limit).map(textIn)
  return amounts.length > 1 ? `the smaller of ${amounts.join(' and ')}` : (amounts[0] ?? '')
}

const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (n: number): string => `${n}${suffixes[ordinals.select(n)] ?? 'th'}`

/** Says one gate: `2 approvals by approver, within 24h`, `soak of 30m`, `Mon–Thu 09:00–16:00 Europe/London`. */
export function gateWords(gate: Json): string {
  const kind = Object.keys(Object(gate))[0] ?? ''
  const content = member(gate, kind)
  switch (kind) {
    case 'approval':
      return approvalWords(content)
    case 'soak':
      return `soak of ${textIn(content)}`
    case 'window':
      return windowWords(content)
    case 'check':
      return checkWords(content)
    case 'webhook':
      return `answer of ${textIn(member(content, 'name')) || 'a webhook'}`
    default:
      return kind || 'an empty gate'
  }
}

/** Says an approval: how many, by whom, until when, and where it is looser than usual. */
export function approvalWords(approval: Json | undefined): string {
  const count = textIn(member(approval, 'count')) || '1'
  const parts = [
    `${count === '1' ? '1 approval' : `${count} approvals`} by ${textIn(member(approval, 'role')) || 'approver'}`,
  ]
  const expires = textIn(member(approval, 'expires'))
  if (expires) parts.push(`within ${expires}`)
  if (member(approval, 'notLauncher') === false) parts.push('also by the launcher')
  if (member(approval, 'always') === true) parts.push('also when empty')
  return parts.join(', ')
}

/** Says a window: `mon, tue 09:00–16:00 Europe/London`. */
export function windowWords(window: Json | undefined): string {
  const days = itemsIn(member(window, 'days')).map(textIn)
  const hours = `${textIn(member(window, 'from'))}–${textIn(member(window, 'to'))}`
  return `${days.length === 0 || days.length === 7 ? 'every day' : days.join(', ')} ${hours} ${textIn(member(window, 'timezone'))}`
}

/** Says a check or a guard: `error-rate (prometheus), for 10m`. */
export function checkWords(check: Json | undefined): string {
  const parts = [`${textIn(member(check, 'name')) || 'unnamed'} (${textIn(member(check, 'check')) || '?'})`]
  for (const [key, word] of [
    ['every', 'every'],
    ['for', 'passing for'],
    ['failAfter', 'failing for'],
    ['timeout', 'within'],
  ] as const) {
    const text = textIn(member(check, key))
    if (text) parts.push(`${word} ${text}`)
  }
  return parts.join(', ')
}

/** Says one step of a ramp: `10%, then a soak of 1h`. */
export function stepWords(step: Json): string {
  if (!isObject(step)) return textIn(step)
  const parts = [textIn(member(step as Json, 'to'))]
  const soak = textIn(member(step as Json, 'soak'))
  if (soak) parts.push(`soak ${soak}`)
  const approval = member(step as Json, 'approval')
  if (approval !== undefined) parts.push(approvalWords(approval))
  return parts.length > 1 ? `${parts[0]} (${parts.slice(1).join(', ')})` : (parts[0] ?? '')
}

const says: Readonly<Record<string, (value: Json) => string>> = {
  failureBudget: (value) =>
    budgetWords(member(value, 'max'), member(value, 'onExhausted')) +
    (member(value, 'strict') === true ? ', strictly' : ''),
  take: limitWords,
  maxInFlight: limitWords,
  steps: (value) => itemsIn(value).map(stepWords).join(' → '),
  spread: (value) =>
    itemsIn(value)
      .map((one) => `${limitWords(member(one, 'maxInFlight'))} per ${textIn(member(one, 'by'))}`)
      .join('; '),
  before: (value) => itemsIn(value).map(gateWords).join('; '),
  checks: (value) => itemsIn(value).map(checkWords).join('; '),
  guards: (value) => itemsIn(value).map(checkWords).join('; '),
  unreachable: (value) =>
    `wait ${textIn(member(value, 'wait')) || '30m'}, then ${textIn(member(value, 'then')) || 'skip'}`,
  stop: (value) => {
    const check = textIn(member(value, 'check'))
    const measure = check ? ` on ${check}` : ''
    const baseline = textIn(member(value, 'baseline'))
    const anyway = baseline ? `, ${baseline} failing anyway` : ''
    return `when worse than clusters not yet upgraded${measure}, at ${textIn(member(value, 'falseAlarm'))} false alarms${anyway}`
  },
  after: (value) => itemsIn(value).map(textIn).join(', ') || 'nothing',
}

/** Says the value of a field of a policy or of one of its phases. */
export function fieldWords(field: string, value: Json): string {
  const say = says[field]
  if (say) return say(value)
  return isObject(value) ? JSON.stringify(value) : textIn(value)
}
