'use client'

import { type ReactNode, useId, useState } from 'react'
import { Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { SelectorError } from '@/lib/core/selector/error'
import { type FormGroup, fromForm, toForm } from '@/lib/core/selector/form'
import { parseSelector } from '@/lib/core/selector/parse'
import { printSelector } from '@/lib/core/selector/print'
import { TokenGroup } from './token-group'
import type { SelectorVocabulary } from './vocabulary'

type Mode = 'conditions' | 'expression'

/**
 * Edits a selector as tokens or as text; both show the same tree and switch without loss. A text that
 * does not parse stays as typed, says what is wrong and where, and keeps the editor in text mode.
 */
export function SelectorEditor({
  value,
  onChange,
  vocabulary,
  label = 'Selector',
  note,
}: {
  /** The selector's text. */
  value: string
  onChange: (text: string) => void
  vocabulary: SelectorVocabulary
  label?: string
  /** What stands below: how many clusters it matches, say. */
  note?: ReactNode
}) {
  const [mode, setMode] = useState<Mode>('conditions')
  /** A form can be half-way (an empty group inside) where the tree has already closed up; keep what is drawn. */
  const [drawn, setDrawn] = useState<{ text: string; form: FormGroup } | null>(null)
  const parsed = parseSelector(value)
  const form = drawn?.text === value ? drawn.form : parsed.ok ? toForm(parsed.value) : null
  const shown: Mode = form === null ? 'expression' : mode

  const changeForm = (next: FormGroup) => {
    const text = printSelector(fromForm(next))
    setDrawn({ text, form: next })
    onChange(text)
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs font-medium text-ink-2">{label}</span>
        <Segmented
          label={`${label}: how to edit`}
          segments={[
            { value: 'conditions', label: 'Conditions' },
            { value: 'expression', label: 'Expression' },
          ]}
          value={shown}
          onChange={setMode}
        />
      </div>
      {shown === 'conditions' && form ? (
        <TokenGroup group={form} vocabulary={vocabulary} onChange={changeForm} outermost />
      ) : (
        <Expression value={value} onChange={onChange} error={parsed.ok ? null : parsed.error} label={label} />
      )}
      {note}
    </div>
  )
}

function Expression({
  value,
  onChange,
  error,
  label,
}: {
  value: string
  onChange: (text: string) => void
  error: SelectorError | null
  label: string
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <Textarea
        mono
        rows={2}
        aria-label={`${label} as an expression`}
        aria-invalid={error !== null}
        aria-describedby={error ? id : undefined}
        placeholder={'cluster.provider == "azure" && cluster.tier != "internal"'}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {error ? <SelectorErrorText id={id} source={value} error={error} onFix={onChange} /> : null}
    </div>
  )
}

/** What is wrong with a selector, the place marked in its text, and the likely meaning one press away. */
export function SelectorErrorText({
  id,
  source,
  error,
  onFix,
}: {
  id?: string
  source: string
  error: SelectorError
  onFix?: (text: string) => void
}) {
  const end = error.offset + error.length
  const { suggestion } = error
  return (
    <div id={id} role="alert" className="text-xs text-danger">
      <p>
        {error.message} (line {error.line}, column {error.column})
        {suggestion !== undefined && onFix ? (
          <button
            type="button"
            className="ml-1 underline underline-offset-2"
            onClick={() => onFix(source.slice(0, error.offset) + suggestion + source.slice(end))}
          >
            Use {suggestion}
          </button>
        ) : null}
      </p>
      {source === '' ? null : (
        <p className="ident overflow-x-auto whitespace-pre text-ink-3" aria-hidden="true">
          {source.slice(Math.max(0, error.offset - 30), error.offset)}
          <mark className="bg-danger-soft text-danger">
            {source.slice(error.offset, Math.max(end, error.offset + 1)) || '⌷'}
          </mark>
          {source.slice(Math.max(end, error.offset + 1), end + 30)}
        </p>
      )}
    </div>
  )
}
