'use client'

import { CircleCheck, TriangleAlert } from 'lucide-react'
import { problemWords } from '@/components/policies/fields/spot'
import { cx } from '@/lib/client/cx'
import { formatPath, type Problem } from '@/lib/core/shared/problem'

/** What is wrong with the policy, each with its place; a press goes there. */
export function ProblemsList({
  problems,
  onGo,
}: {
  problems: readonly Problem[]
  onGo: (problem: Problem) => void
}) {
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 text-xs text-ink-2">
        <CircleCheck size={14} aria-hidden="true" className="text-success" /> No problems
      </p>
    )
  }
  return (
    <ul aria-label="Problems" className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column}:${problem.message}`}>
          <button
            type="button"
            onClick={() => onGo(problem)}
            className="flex w-full items-baseline gap-2 rounded-sm px-1.5 py-0.5 text-left text-xs hover:bg-hover"
          >
            <TriangleAlert
              size={12}
              aria-hidden="true"
              className={cx(
                'shrink-0 translate-y-0.5',
                problem.severity === 'error' ? 'text-danger' : 'text-warning',
              )}
            />
            <span className="min-w-0 flex-1">
              {problem.path.length > 0 ? (
                <code className="ident mr-1.5 text-ink-2">{formatPath(problem.path)}</code>
              ) : null}
              {problemWords(problem)}
            </span>
            <span className="shrink-0 text-ink-3 tabular-nums">line {problem.line}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
