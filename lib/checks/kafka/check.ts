import { prepareEvaluation, redact } from '@/lib/drivers/context'
import type { DriverServices } from '@/lib/drivers/driver'
import type { Check, CheckResult } from '../check'
import { type BrokerAddress, readAddresses } from './addresses'
import { type Access, lookAtBroker } from './look'
import { kafkaSection, readKafkaSection } from './section'
import { type BrokerView, worst } from './views'

/**
 * Asks every bootstrap address of a Kafka cluster, each by itself, how the cluster looks from there, and judges
 * the worst of what they say by the condition `pass` over `kafka`. Brokers that do not answer are counted as
 * `silent`; when none answers, or one may not be reached, nothing is known.
 */
export const kafkaCheck: Check = {
  validate(section) {
    const read = readKafkaSection(section)
    return read.ok ? [] : read.error
  },

  async run(section, ctx, services) {
    const spec = kafkaSection(section)
    const prepared = await prepareEvaluation(ctx, spec.secrets, services)
    if (!prepared.ok) return unknown(prepared.error)
    const { context, options } = prepared.value
    const clean = (text: string) => redact(text, options.secrets)
    const bootstrap = spec.bootstrap.render(context, options)
    if (!bootstrap.ok) return unknown(clean(`bootstrap: ${bootstrap.error.message}`))
    const addresses = readAddresses(bootstrap.value)
    if (!addresses.ok) return unknown(clean(addresses.error))
    const login = spec.sasl?.login.render(context, options)
    if (login && !login.ok) return unknown(clean(`sasl: ${login.error.message}`))
    const sasl = spec.sasl &&
      login?.ok && { mechanism: spec.sasl.mechanism, ...(login.value as unknown as Login) }
    const views = await Promise.all(
      addresses.value.map((address) =>
        look(address, services, { tls: spec.tls, sasl: sasl || undefined, timeoutMs: spec.timeoutMs }),
      ),
    )
    const refused = views.find((view) => typeof view === 'object' && 'refused' in view)
    if (refused) return unknown(clean((refused as Refused).refused))
    const seen = views.filter((view) => typeof view === 'object') as BrokerView[]
    const silent = views.filter((view) => typeof view === 'string')
    if (seen.length === 0) return unknown(clean(`no broker answers: ${silent[0]}`))
    const kafka = { ...worst(seen), silent: silent.length }
    const answer = spec.pass.evaluate({ ...context, kafka }, options)
    if (!answer.ok) return { ...unknown(`"pass" has no answer: ${answer.error.message}`), observed: kafka }
    const message = inWords(kafka) + (silent.length > 0 ? ` (${clean(silent[0] ?? '')})` : '')
    return { kind: answer.value ? 'pass' : 'fail', message, observed: kafka }
  },
}

interface Login {
  readonly username: string
  readonly password: string
}

interface Refused {
  readonly refused: string
}

/** @returns what the broker sees, in words why it does not answer, or why it may not be asked. */
async function look(
  address: BrokerAddress,
  { host, signal }: DriverServices,
  access: Pick<Access, 'tls' | 'sasl' | 'timeoutMs'>,
): Promise<BrokerView | string | Refused> {
  const at = await host.resolve(address.host)
  if (!at.ok) return { refused: at.error }
  try {
    return await lookAtBroker({ ...access, ...address, at: at.value, signal })
  } catch (error) {
    return `${address.host}:${address.port}: ${error instanceof Error ? error.message : String(error)}`
  }
}

function inWords({
  controller,
  brokers,
  partitions,
  offline,
  underReplicated,
  silent,
}: BrokerView & { silent: number }): string {
  const said = [
    `${brokers} brokers, ${partitions} partitions, ${offline} offline, ${underReplicated} under-replicated`,
  ]
  if (!controller) said.push('no active controller')
  if (silent > 0)
    said.push(`${silent} bootstrap ${silent === 1 ? 'address does' : 'addresses do'} not answer`)
  return said.join(', ')
}

const unknown = (message: string): CheckResult => ({ kind: 'unknown', message, observed: null })
