'use client'

import { useMemo } from 'react'
import { Field } from '@/components/ui/field'
import { getOwn } from '@/lib/core/shared/json'
import { ParamControlField } from './param-control'
import { readParamFields } from './param-fields'

/**
 * Asks for the parameters of an operation, drawn from its JSON Schema. What is emptied is left out of the
 * value, so that the schema's default and `required` keep their meaning. The server judges; `errors` are its
 * words by parameter name.
 */
export function ParamsForm({
  schema,
  value,
  onChange,
  errors = {},
  readOnly = false,
}: {
  schema: Record<string, unknown>
  value: Readonly<Record<string, unknown>>
  onChange?: (value: Record<string, unknown>) => void
  errors?: Readonly<Record<string, string>>
  /** Shows what would be asked, without taking anything. */
  readOnly?: boolean
}) {
  const fields = useMemo(() => readParamFields(schema), [schema])
  if (fields.length === 0) return <p className="text-sm text-ink-3">This operation takes no parameters.</p>

  function set(name: string, next: unknown): void {
    const rest = Object.entries(value).filter(([key]) => key !== name)
    onChange?.(Object.fromEntries(next === undefined ? rest : [...rest, [name, next]]))
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => (
        <div key={field.name} className={isWide(field.control) ? 'sm:col-span-2' : undefined}>
          <Field
            name={field.name}
            label={
              <>
                {field.label}
                {field.label === field.name ? null : (
                  <span className="ident ml-1.5 text-ink-3">{field.name}</span>
                )}
              </>
            }
            hint={field.hint}
            error={getOwn(errors, field.name) as string | undefined}
            required={field.required}
          >
            <ParamControlField
              field={field}
              value={getOwn(value, field.name)}
              disabled={readOnly}
              onChange={(next) => set(field.name, next)}
            />
          </Field>
        </div>
      ))}
    </div>
  )
}

const isWide = (control: { kind: string; long?: boolean }): boolean =>
  control.kind === 'json' || control.kind === 'list' || control.long === true
