import type { Delivery } from './delivery'

/** Says in one sentence what has happened, for whoever reads it in a chat. */
export function sentenceOf({ event, title, route, body }: Omit<Delivery, 'body'> & { body: Said }): string {
  const { type, phase, actor } = body
  const data = (body.data ?? {}) as Readonly<Record<string, unknown>>
  const name = `“${title}”`
  const part = `${name}, phase “${phase?.title}”`
  switch (event) {
    case 'rollout.started':
      return `${name} has started.`
    case 'rollout.paused':
      return `${name} is paused (${words(data.cause)})${after(data.detail)}.`
    case 'rollout.resumed':
      return `${name} goes on.`
    case 'rollout.rolling_back':
      return `${name} is being rolled back.`
    case 'rollout.ended':
      return `${name} has ended: ${outcome(type)}.`
    case 'phase.started':
      return `${part} has started.`
    case 'phase.ended':
      return `${part} has ended: ${outcome(type)}.`
    case 'budget.exhausted':
      return type === 'stop.fired'
        ? `${phase ? part : name}: the statistical stop has fired.`
        : `${phase ? part : name}: the failure budget is spent, ${data.charged} failed where ${data.max} may.`
    case 'approval.requested':
      return `${part} asks for an approval.`
    case 'amendment.proposed':
      return `${actor} proposes to change the rest of ${name}; it waits for somebody else.`
    case 'line.stopped':
      return `${actor} has stopped the line${after(data.reason)}.`
    case 'line.released':
      return `${actor} has released the line${after(data.reason)}.`
    default:
      return `A test of the notification route ${route}, sent by ${actor}.`
  }
}

type Said = Pick<Delivery['body'], 'type' | 'phase' | 'actor' | 'data'>

const words = (value: unknown): string => String(value).replaceAll('_', ' ')
const outcome = (type: string): string => words(type.split('.')[1])
const after = (value: unknown): string =>
  typeof value === 'string' && value !== '' ? `: ${value.replace(/\.$/, '')}` : ''
