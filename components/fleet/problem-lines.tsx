import type { ProblemError } from '@/lib/api/problem'
import { formatCount } from '@/lib/client/format'

const shownMax = 100

/** Lists what is wrong with a text, each with its line and the line itself. */
export function ProblemLines({ errors, text }: { errors: readonly ProblemError[]; text: string }) {
  const lines = text.split('\n')
  if (errors.length === 0) return null
  return (
    <>
      <ol className="mt-2 divide-y divide-line overflow-hidden rounded-lg border border-line">
        {errors.slice(0, shownMax).map((error) => (
          <li key={`${error.line} ${error.pointer} ${error.message}`} className="px-3 py-1.5 text-xs">
            <p>
              {error.line === undefined ? null : <span className="font-medium">Line {error.line}: </span>}
              {placeOf(error) ? <span className="ident text-ink-2">{placeOf(error)} </span> : null}
              {error.message}
              {error.suggestion ? (
                <>
                  , did you mean <span className="ident">{error.suggestion}</span>?
                </>
              ) : null}
            </p>
            {error.line !== undefined && lines[error.line - 1]?.trim() ? (
              <p className="ident truncate text-ink-3">{lines[error.line - 1]}</p>
            ) : null}
          </li>
        ))}
      </ol>
      {errors.length > shownMax ? (
        <p className="mt-1 text-xs text-ink-3">and {formatCount(errors.length - shownMax)} more</p>
      ) : null}
    </>
  )
}

/** Writes a pointer as people do: `spec.retry.attempts`; the number of a list's line is the line itself. */
function placeOf({ pointer, line }: ProblemError): string {
  const parts = (pointer ?? '').split('/').slice(1)
  if (line !== undefined && /^\d+$/.test(parts[0] ?? '')) parts.shift()
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')
}
