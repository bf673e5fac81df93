import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import type { Evaluation } from '../context'
import type { ArgumentTemplate } from './section'

/**
 * Renders arguments, one per template, byte for byte what the values are. Refuses NUL, which no program can be
 * given, and a value that would be read as an option: one that begins with a hyphen, unless `--` or the option
 * it belongs to is written before it.
 */
export function renderArguments(
  templates: readonly ArgumentTemplate[],
  { context, options }: Evaluation,
): Result<string[], string> {
  const args: string[] = []
  for (const [i, { template, beginsWithValue }] of templates.entries()) {
    const answer = template.render(context, options)
    if (!answer.ok) return err(`argument ${i + 1}: ${answer.error.message}`)
    const text = asText(answer.value)
    if (text === null) return err(`argument ${i + 1} is null`)
    if (text.includes('\0')) return err(`argument ${i + 1} contains NUL`)
    if (beginsWithValue && text.startsWith('-') && !isShielded(templates, args, i))
      return err(`argument ${i + 1} would be read as an option; write "--" before it`)
    args.push(text)
  }
  return ok(args)
}

/** A written `--` anywhere before ends the options; a written option right before takes the value. */
function isShielded(templates: readonly ArgumentTemplate[], before: readonly string[], i: number): boolean {
  const written = (at: number) => templates[at]?.beginsWithValue === false
  if (before.some((text, at) => text === '--' && written(at))) return true
  return i > 0 && written(i - 1) && /^-[^=]+$/.test(before[i - 1] as string)
}

/** Writes a value as text: texts as they are, everything else as JSON. */
export function asText(value: Json): string | null {
  if (value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
