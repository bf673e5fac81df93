'use client'

import { useState } from 'react'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import type { ParamField } from './param-fields'

interface ControlProps {
  field: ParamField
  value: unknown
  disabled: boolean
  /** Undefined = nothing is given. */
  onChange: (value: unknown) => void
}

/** The control of one parameter. */
export function ParamControlField(props: ControlProps) {
  const { field, value, disabled, onChange } = props
  const { control } = field
  switch (control.kind) {
    case 'switch':
      return (
        <div className="flex h-8 items-center">
          <Switch checked={value === true} onChange={onChange} disabled={disabled}>
            {value === true ? 'yes' : 'no'}
          </Switch>
        </div>
      )
    case 'choice':
      return (
        <Select
          label={field.label}
          value={value === undefined ? null : JSON.stringify(value)}
          disabled={disabled}
          onChange={(text) => onChange(JSON.parse(text))}
          options={control.values.map((one) => ({
            value: JSON.stringify(one),
            label: typeof one === 'string' ? one : JSON.stringify(one),
          }))}
        />
      )
    case 'number':
      return <NumberInput {...props} integer={control.integer} min={control.min} max={control.max} />
    case 'list':
      return <ListInput {...props} />
    case 'json':
      return <JsonInput {...props} />
    case 'text': {
      const text = {
        mono: control.mono,
        value: typeof value === 'string' ? value : '',
        placeholder: field.placeholder ?? undefined,
        disabled,
      }
      const take = (next: string) => onChange(next === '' ? undefined : next)
      return control.long ? (
        <Textarea {...text} onChange={(event) => take(event.target.value)} />
      ) : (
        <Input {...text} onChange={(event) => take(event.target.value)} />
      )
    }
  }
}

function NumberInput({
  field,
  value,
  disabled,
  onChange,
  integer,
  min,
  max,
}: ControlProps & { integer: boolean; min: number | null; max: number | null }) {
  return (
    <Input
      type="number"
      step={integer ? 1 : 'any'}
      min={min ?? undefined}
      max={max ?? undefined}
      value={typeof value === 'number' ? value : ''}
      placeholder={field.placeholder ?? undefined}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  )
}

/** One value per line. What is typed stays as typed, also a line that is still empty. */
function ListInput({ field, value, disabled, onChange }: ControlProps) {
  const [text, setText] = useState(Array.isArray(value) ? value.join('\n') : '')
  return (
    <Textarea
      rows={3}
      mono
      value={text}
      placeholder={field.placeholder ?? 'one per line'}
      disabled={disabled}
      onChange={(event) => {
        setText(event.target.value)
        const lines = event.target.value.split('\n').map((line) => line.trim())
        const items = lines.filter((line) => line !== '')
        onChange(items.length > 0 ? items : undefined)
      }}
    />
  )
}

/** Any JSON. Text that is no JSON yet is handed on as text, so that the server says what is wrong with it. */
function JsonInput({ field, value, disabled, onChange }: ControlProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2))
  return (
    <Textarea
      rows={4}
      mono
      value={text}
      placeholder={field.placeholder ?? '{ }'}
      disabled={disabled}
      onChange={(event) => {
        setText(event.target.value)
        onChange(event.target.value.trim() === '' ? undefined : parseOrText(event.target.value))
      }}
    />
  )
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
