import type { EventDto } from '@/lib/rollouts/dto'

/** Says in a few words what an event tells, from its type and data. */
export function eventWords(event: EventDto): string {
  const data = event.data ?? {}
  const said = ['message', 'reason', 'comment', 'detail'].flatMap((key) => {
    const value = data[key]
    return typeof value === 'string' && value !== '' ? [value] : []
  })
  // In which ways a change of the rest is less careful, in sentences.
  if (Array.isArray(data.weakenings)) said.push(...data.weakenings.filter((one) => typeof one === 'string'))
  const numbers = Object.entries(data).flatMap(([key, value]) =>
    typeof value === 'number' ? [numberWords(key, value)] : [],
  )
  return [...said, ...numbers.filter((words) => words !== '')].join(' · ')
}

/** Instants are left out: the event has one of its own; the rest of the data is one click away. */
function numberWords(key: string, value: number): string {
  if (/(?:At|Until|until|Id)$/.test(key)) return ''
  if (key === 'moved') return value === 0 ? '' : `${value} moved`
  if (key === 'progress') return `${Math.round(value * 100)} %`
  return `${key.replaceAll(/([A-Z])/g, ' $1').toLowerCase()} ${value}`
}

/** Says a type of event as people do: `target.retry_scheduled` is "cluster retry scheduled". */
export const typeWords = (type: string): string =>
  type
    .replace(/^target\./, 'cluster.')
    .replace('.', ' ')
    .replaceAll('_', ' ')

/** Says whose act an event was; what nobody did, the engine did. */
export const actorWords = (actor: string): string => `by ${actor === 'system:engine' ? 'the engine' : actor}`

/** How loudly an event is shown. */
export function eventWeight(type: string): 'trouble' | 'turn' | 'detail' {
  if (
    /^(?:budget\.|stop\.|target\.failed|rollout\.(?:failed|aborting|aborted)|gate\.(?:rejected|expired)|guard\.)/.test(
      type,
    )
  )
    return 'trouble'
  return type.startsWith('target.') ? 'detail' : 'turn'
}
