import type { Json } from '@/lib/core/shared/json'
import { ok } from '@/lib/core/shared/result'
import { prepareEvaluation, redact } from '@/lib/drivers/context'
import { exchange } from '@/lib/drivers/http/exchange'
import type { RequestTemplate } from '@/lib/drivers/http/section'
import { saidBy } from '@/lib/drivers/http/words'
import type { Check, CheckResult } from '../check'
import { readSamples, type Sample } from './samples'
import { prometheusSection, readPrometheusSection } from './section'

/** Series kept as evidence. */
const keptMax = 20

/**
 * Puts an instant query to a Prometheus and judges its answer by the condition `pass` over `value`, the number of
 * the only series, and `values`, all series with their labels. No series, NaN, or a warning is unknown.
 */
export const prometheusCheck: Check = {
  validate(section) {
    const read = readPrometheusSection(section)
    return read.ok ? [] : read.error
  },

  async run(section, ctx, services) {
    const { request, query, pass, secrets } = prometheusSection(section)
    const prepared = await prepareEvaluation(ctx, secrets, services)
    if (!prepared.ok) return unknown(prepared.error)
    const { context, options } = prepared.value
    const clean = (text: string) => redact(text, options.secrets)
    const rendered = query.render(context, options)
    if (!rendered.ok) return unknown(clean(rendered.error))
    const sent = await exchange(withQuery(request, rendered.value), prepared.value, null, services)
    if (sent.kind !== 'answered') return unknown(sent.message)
    const { status, body } = sent.response
    if (status !== 200) return unknown(clean(sent.summary + saidBy(sent.response)))
    const samples = sent.readable ? readSamples(body) : undefined
    if (!samples?.ok) return unknown(clean(`${sent.summary}, but ${samples?.error ?? 'not readably'}`))
    const [first] = samples.value
    const many = samples.value.length > 1
    if (many && pass.roots.includes('value'))
      return unknown(`the query gives ${samples.value.length} series: "value" needs it to give one`)
    const value = many ? null : (first?.value ?? null)
    const answer = pass.evaluate({ ...context, value, values: samples.value }, options)
    const observed = evidence(samples.value)
    if (!answer.ok) return { ...unknown(`"pass" has no answer: ${answer.error.message}`), observed }
    return { kind: answer.value ? 'pass' : 'fail', message: clean(inWords(samples.value)), observed }
  },
}

function withQuery(request: RequestTemplate, query: string): RequestTemplate {
  const render: RequestTemplate['url']['render'] = (context, options) => {
    const base = request.url.render(context, options)
    if (!base.ok) return base
    return ok(`${base.value.replace(/\/+$/, '')}/api/v1/query?query=${encodeURIComponent(query)}`)
  }
  return { ...request, url: { ...request.url, render } }
}

function inWords(samples: readonly Sample[]): string {
  const [first] = samples
  if (samples.length === 1 && first) return `the value is ${first.value}`
  const numbers = samples.map(({ value }) => value)
  return `${samples.length} series, from ${Math.min(...numbers)} to ${Math.max(...numbers)}`
}

/** JSON has no infinity: it is kept as text. */
function evidence(samples: readonly Sample[]): Json {
  const kept = samples.slice(0, keptMax).map(({ labels, value }) => ({
    labels: { ...labels },
    value: Number.isFinite(value) ? value : String(value),
  }))
  return { series: samples.length, values: kept }
}

const unknown = (message: string): CheckResult => ({ kind: 'unknown', message, observed: null })
