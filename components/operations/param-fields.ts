import { getOwn, isObject } from '@/lib/core/shared/json'

/** How one parameter is asked for. */
export type ParamControl =
  | { kind: 'text'; mono: boolean; long: boolean }
  | { kind: 'number'; integer: boolean; min: number | null; max: number | null }
  | { kind: 'switch' }
  | { kind: 'choice'; values: readonly unknown[] }
  | { kind: 'list' }
  /** Whatever else the schema says, as JSON. */
  | { kind: 'json' }

export interface ParamField {
  name: string
  label: string
  hint: string | null
  placeholder: string | null
  required: boolean
  control: ParamControl
}

/** Reads which fields a JSON Schema of type object asks for: required ones first, else in its order. */
export function readParamFields(schema: Record<string, unknown>): ParamField[] {
  const properties = getOwn(schema, 'properties')
  if (!isObject(properties)) return []
  const required = getOwn(schema, 'required')
  // The database keeps no order of keys; what must be answered comes first.
  const fields = Object.entries(properties).map(([name, property]) => {
    const rule = isObject(property) ? property : {}
    return {
      name,
      label: textOf(rule, 'title') ?? name,
      hint: textOf(rule, 'description') ?? hintOf(rule),
      placeholder: placeholderOf(rule),
      required: Array.isArray(required) && required.includes(name),
      control: controlOf(rule),
    }
  })
  return fields.toSorted((a, b) => Number(b.required) - Number(a.required))
}

function controlOf(rule: Record<string, unknown>): ParamControl {
  const type = getOwn(rule, 'type')
  const values = getOwn(rule, 'enum')
  if (Array.isArray(values)) return { kind: 'choice', values }
  if (type === 'boolean') return { kind: 'switch' }
  if (type === 'integer' || type === 'number') {
    return {
      kind: 'number',
      integer: type === 'integer',
      min: numberOf(rule, 'minimum'),
      max: numberOf(rule, 'maximum'),
    }
  }
  if (type === 'string') {
    const long = (numberOf(rule, 'maxLength') ?? 0) > 200
    return {
      kind: 'text',
      long,
      mono: getOwn(rule, 'pattern') !== undefined || getOwn(rule, 'format') !== undefined,
    }
  }
  const items = getOwn(rule, 'items')
  if (type === 'array' && isObject(items) && getOwn(items, 'type') === 'string') return { kind: 'list' }
  return { kind: 'json' }
}

function hintOf(rule: Record<string, unknown>): string | null {
  const [min, max] = [numberOf(rule, 'minimum'), numberOf(rule, 'maximum')]
  if (min !== null && max !== null) return `${min} to ${max}`
  if (min !== null) return `At least ${min}`
  if (max !== null) return `At most ${max}`
  const pattern = textOf(rule, 'pattern')
  return pattern === null ? null : `Of the form ${pattern}`
}

function placeholderOf(rule: Record<string, unknown>): string | null {
  const examples = getOwn(rule, 'examples')
  if (!Array.isArray(examples) || examples[0] === undefined) return null
  return typeof examples[0] === 'string' ? examples[0] : JSON.stringify(examples[0])
}

function textOf(rule: Record<string, unknown>, key: string): string | null {
  const value = getOwn(rule, key)
  return typeof value === 'string' && value !== '' ? value : null
}

function numberOf(rule: Record<string, unknown>, key: string): number | null {
  const value = getOwn(rule, key)
  return typeof value === 'number' ? value : null
}
