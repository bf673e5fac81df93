'use client'

import { useMemo } from 'react'
import { lineDifference } from '@/lib/client/line-difference'

/** How many unchanged lines are shown around a change. */
const contextLines = 3

/** Two texts line by line: what went, what came, and a few lines around; long stretches without change are folded. */
export function TextDifference({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => folded(lineDifference(before, after)), [before, after])
  if (lines.every((line) => line.kind === 'same' || line.kind === 'fold')) {
    return <p className="text-sm text-ink-2">The texts are the same, letter for letter.</p>
  }
  return (
    <section
      aria-label="Difference of the text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
      tabIndex={0}
      className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-sunken"
    >
      <pre className="w-max min-w-full py-2 text-xs leading-5">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
          <span key={index} className={looks[line.kind]}>
            {signs[line.kind]}
            {line.text}
          </span>
        ))}
      </pre>
    </section>
  )
}

type Kind = 'added' | 'removed' | 'same' | 'fold'

const looks: Readonly<Record<Kind, string>> = {
  added: 'block bg-success-soft px-3 text-success',
  removed: 'block bg-danger-soft px-3 text-danger',
  same: 'block px-3 text-ink-3',
  fold: 'block bg-hover px-3 text-ink-3',
}
const signs: Readonly<Record<Kind, string>> = { added: '+ ', removed: '− ', same: '  ', fold: '  ' }

function folded(lines: readonly { kind: Kind; text: string }[]): { kind: Kind; text: string }[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - contextLines), i + contextLines + 1).some(({ kind }) => kind !== 'same'),
  )
  const shown: { kind: Kind; text: string }[] = []
  for (let i = 0; i < lines.length; i += 1) {
    if (near[i]) {
      shown.push(lines[i] as { kind: Kind; text: string })
      continue
    }
    const end = near.indexOf(true, i)
    const count = (end < 0 ? lines.length : end) - i
    shown.push({ kind: 'fold', text: count === 1 ? '1 line is the same' : `${count} lines are the same` })
    i += count - 1
  }
  return shown
}
